/** Hashing, tokens and where partitions should live; pure functions. */
@NullMarked
package io.kith.ring;

import org.jspecify.annotations.NullMarked;
