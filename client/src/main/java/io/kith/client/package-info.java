/**
 * The face of Kith for programs that use its collections: {@link io.kith.client.Kith} connects, and hands out
 * collections that are used like those of {@code java.util}.
 */
@NullMarked
package io.kith.client;

import org.jspecify.annotations.NullMarked;
