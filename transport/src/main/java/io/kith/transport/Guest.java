package io.kith.transport;

import java.net.SocketAddress;
import java.util.function.LongSupplier;

/**
 * A client's connection, as who counts them sees it: where it comes from, and whether it could make room for another.
 *
 * @param askedNanos by the monotonic clock, when it last asked for something; signs of life do not count
 * @param makeRoom ends it, and tells the client why
 */
record Guest(SocketAddress from, LongSupplier askedNanos, Runnable makeRoom) {}
