/**
 * Maps and sets: their entries of one partition, their operations, and how these are encoded.
 */
@NullMarked
package io.kith.collections.map;

import org.jspecify.annotations.NullMarked;
