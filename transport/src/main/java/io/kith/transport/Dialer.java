package io.kith.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Opens connections. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
public final class Dialer {
    /**
     * Nodes that lost each other for a while must not wait for the ever longer pauses between TCP's repetitions: a link
     * that is stuck for so long is dropped and dialled anew.
     */
    private static final int STUCK_LINK_MILLIS = 3_000;

    private final NetworkBackend backend;
    private final Transport transport;

    /** A dialer for event loops of {@code backend}. */
    public Dialer(NetworkBackend backend, Transport transport) {
        this.backend = backend;
        this.transport = transport;
    }

    /** What its connections share with all others of the process. */
    public Transport transport() {
        return transport;
    }

    /**
     * Connects to {@code address} and introduces itself with {@code hello}. The stage completes on {@code loop}, with
     * {@link HandshakeRefusedException} if the peer does not want the connection, {@link ConnectException} if nobody
     * listens there, or another {@link IOException}; within the connect and handshake time-outs.
     *
     * @param loop reads and writes the connection
     * @param handler takes its messages
     */
    public CompletionStage<Connection> connect(
            NodeAddress address, Hello hello, EventLoop loop, ConnectionHandler handler) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        HostResolver.resolve(address).whenComplete((resolved, failure) -> {
            try {
                loop.execute(() -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        connect(address, resolved, hello, loop, handler, result);
                    }
                });
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new IOException("this process is closing its connections", e));
            }
        });
        return result;
    }

    private void connect(
            NodeAddress address,
            InetSocketAddress resolved,
            Hello hello,
            EventLoop loop,
            ConnectionHandler handler,
            CompletableFuture<Connection> result) {
        TransportSettings settings = transport.settings();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(backend.channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.resumeBytes(), settings.pauseBytes()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new FrameDecoder(transport, TransportSettings.MIN_FRAME_BYTES, false))
                                .addLast(new ClientHandshake(transport, address, hello, handler, result));
                    }
                });
        int deadPeerMillis = hello.kind() == ConnectionKind.CLIENT
                ? settings.deadPeerMillis()
                : Math.min(settings.deadPeerMillis(), STUCK_LINK_MILLIS);
        for (Map.Entry<ChannelOption<?>, Object> option :
                backend.livenessOptions(deadPeerMillis).entrySet()) {
            setOption(bootstrap, option.getKey(), option.getValue());
        }
        bootstrap.connect(resolved).addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                result.completeExceptionally(SocketErrors.connecting(address, connected.cause()));
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static void setOption(Bootstrap bootstrap, ChannelOption<?> option, Object value) {
        bootstrap.option((ChannelOption<Object>) option, value);
    }
}
