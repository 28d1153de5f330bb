/**
 * Vecs and deques: their elements in a tree that counts, their operations, and how these are encoded.
 */
@NullMarked
package io.kith.collections.sequence;

import org.jspecify.annotations.NullMarked;
