/**
 * What each operation does to a partition's data, and the operations' encoding: a deterministic, single-threaded state
 * machine that knows neither threads nor clocks nor the network.
 */
@NullMarked
package io.kith.collections;

import org.jspecify.annotations.NullMarked;
