/** Locks. */
@NullMarked
package io.kith.client.lock;

import org.jspecify.annotations.NullMarked;
