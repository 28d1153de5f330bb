/** Measures large collections, and how little of them a client needs to hold. */
@NullMarked
package io.kith.cluster.collections;

import org.jspecify.annotations.NullMarked;
