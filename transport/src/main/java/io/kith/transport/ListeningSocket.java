package io.kith.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Listens on an address, finds out who dials, and passes connections to the loops that their owner chooses. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
public final class ListeningSocket implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final Channel channel;
    private final NodeAddress address;

    private ListeningSocket(Channel channel, NodeAddress address) {
        this.channel = channel;
        this.address = address;
    }

    /**
     * Starts to listen.
     *
     * @param host the interface's name or address, or 0.0.0.0 for all
     * @param port the port, or 0 for a free one
     * @param loop accepts connections and reads their handshakes
     * @throws IOException if that is impossible; the message says why and what to do
     */
    public static ListeningSocket bind(
            String host,
            int port,
            EventLoop loop,
            NetworkBackend backend,
            Transport transport,
            LocalNode self,
            Reception reception)
            throws IOException {
        InetAddress local;
        try {
            local = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("cannot listen on '" + host + "': no such host", e);
        }
        TransportSettings settings = transport.settings();
        HalfOpen halfOpen = new HalfOpen(settings.maxHalfOpen());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(backend.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline()
                                .addLast(new FrameDecoder(transport, TransportSettings.MIN_FRAME_BYTES, true))
                                .addLast(new ServerHandshake(transport, self, reception, halfOpen));
                    }
                })
                .handler(acceptFailures(host, port))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.resumeBytes(), settings.pauseBytes()));
        for (Map.Entry<ChannelOption<?>, Object> option :
                backend.livenessOptions(settings.deadPeerMillis()).entrySet()) {
            setChildOption(bootstrap, option.getKey(), option.getValue());
        }
        ChannelFuture bound = bootstrap.bind(local, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(host, port, bound.cause());
        }
        int actualPort = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        return new ListeningSocket(bound.channel(), new NodeAddress(host, actualPort));
    }

    private static AcceptFailures acceptFailures(String host, int port) {
        return new AcceptFailures(
                what -> ConnectionEndpoint.COMPLAINTS.complain("the socket at " + host + ":" + port, what));
    }

    @SuppressWarnings("unchecked")
    private static void setChildOption(ServerBootstrap bootstrap, ChannelOption<?> option, Object value) {
        bootstrap.childOption((ChannelOption<Object>) option, value);
    }

    private static IOException cannotListen(String host, int port, Throwable cause) {
        String where = "cannot listen on " + host + ":" + port + ": ";
        if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("in use")) {
            return new IOException(
                    where + "the port is in use or the address is not of this machine (" + cause.getMessage()
                            + "); choose another one, or stop the process that listens there",
                    cause);
        }
        return new IOException(where + cause.getMessage(), cause);
    }

    /** Where it listens, with the actual port. */
    public NodeAddress address() {
        return address;
    }

    /** Listens no more; established connections go on. */
    @Override
    public void close() {
        channel.close();
    }
}
