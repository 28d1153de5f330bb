/** Frames, codecs, Netty endpoints, and the port that protocol code sees. For the other modules of Kith only. */
module io.kith.transport {
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    // Netty is quicker with sun.misc.Unsafe, and asks for it no more than this.
    requires jdk.unsupported;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.kith.transport to
            io.kith.client,
            io.kith.collections,
            io.kith.config,
            io.kith.membership,
            io.kith.node,
            io.kith.replication,
            io.kith.simulation;
}
