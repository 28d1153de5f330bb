/** The command that measures Kith beside other grids. */
@NullMarked
package io.kith.bench;

import org.jspecify.annotations.NullMarked;
