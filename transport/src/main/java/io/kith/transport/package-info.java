/**
 * Frames, codecs and Netty endpoints, and the small port that protocol code sees instead of them.
 *
 * <p>Protocol code uses {@link io.kith.transport.ProtocolPort} and the records here; it never sees Netty.
 */
@NullMarked
package io.kith.transport;

import org.jspecify.annotations.NullMarked;
