/** Pictures and tables of a cluster: its links and its ring. */
@NullMarked
package io.kith.cli.map;

import org.jspecify.annotations.NullMarked;
