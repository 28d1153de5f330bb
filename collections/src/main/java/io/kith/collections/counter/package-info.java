/** Counters: a number each, its operations, and how these are encoded. */
@NullMarked
package io.kith.collections.counter;

import org.jspecify.annotations.NullMarked;
