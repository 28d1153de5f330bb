/**
 * What each operation does to a partition's data, and the operations' encoding: deterministic, single-threaded state
 * machines that know neither threads nor clocks nor the network. This package lists the kinds of collections; the arrows
 * between the others are wire ← kind ← map, sequence, and partition → kind, wire.
 */
@NullMarked
package io.kith.collections;

import org.jspecify.annotations.NullMarked;
