/** Counters. */
@NullMarked
package io.kith.client.counter;

import org.jspecify.annotations.NullMarked;
