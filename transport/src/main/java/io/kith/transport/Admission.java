package io.kith.transport;

import io.netty.channel.EventLoop;

/** What a {@link Reception} decided. */
public sealed interface Admission {

    /** Takes the connection: from now on {@code loop} reads and writes it, and calls {@code handler}. */
    record Accept(EventLoop loop, ConnectionHandler handler) implements Admission {}

    /** Refuses the connection; {@code reason} is told to the peer, and meant for people. */
    record Refuse(String reason) implements Admission {}
}
