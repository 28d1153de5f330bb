/** What is measured: Kith, other grids, and floors, each behind the same small interface. */
@NullMarked
package io.kith.bench.peer;

import org.jspecify.annotations.NullMarked;
