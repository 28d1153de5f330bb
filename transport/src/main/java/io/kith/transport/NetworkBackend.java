package io.kith.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Map;

/** The two ways to the operating system's sockets. */
public enum NetworkBackend {
    /** Linux's own, called directly. */
    EPOLL,
    /** Java's, everywhere. */
    NIO;

    private static final int IDLE_PROBE_SECONDS = 2;

    /** The quicker one that works here. */
    public static NetworkBackend best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    IoHandlerFactory handlers() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    Class<? extends ServerChannel> serverChannel() {
        return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> channel() {
        return this == EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /**
     * Options with which a peer that vanished without closing its connections is noticed, both when something was sent
     * to it and when nothing was. Java's own sockets have only the operating system's keep-alive.
     */
    Map<ChannelOption<?>, Object> livenessOptions(int deadPeerMillis) {
        if (this == NIO) {
            return Map.of(ChannelOption.SO_KEEPALIVE, true);
        }
        int probes = Math.max(1, deadPeerMillis / 1_000 / IDLE_PROBE_SECONDS - 1);
        return Map.of(
                ChannelOption.SO_KEEPALIVE, true,
                EpollChannelOption.TCP_KEEPIDLE, IDLE_PROBE_SECONDS,
                EpollChannelOption.TCP_KEEPINTVL, IDLE_PROBE_SECONDS,
                EpollChannelOption.TCP_KEEPCNT, probes,
                EpollChannelOption.TCP_USER_TIMEOUT, deadPeerMillis);
    }
}
