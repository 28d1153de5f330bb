/** Locks: who holds one and who waits for it, their operations, and how these are encoded. */
@NullMarked
package io.kith.collections.lock;

import org.jspecify.annotations.NullMarked;
