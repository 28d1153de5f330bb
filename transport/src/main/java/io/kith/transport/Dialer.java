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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Opens connections. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
public final class Dialer {
    /**
     * Nodes that lost each other for a while must not wait for the ever longer pauses between TCP's repetitions: a link
     * that is stuck for so long is dropped and dialled anew.
     */
    private static final int STUCK_LINK_MILLIS = 3_000;

    /** How many addresses of one host are tried at a time. */
    private static final int MAX_ADDRESSES = 8;

    private final NetworkBackend backend;
    private final Transport transport;
    private final Function<String, CompletableFuture<InetAddress[]>> resolver;

    /** A dialer for event loops of {@code backend}. */
    public Dialer(NetworkBackend backend, Transport transport) {
        this(backend, transport, HostResolver::resolveAll);
    }

    /** The same, which asks {@code resolver} for hosts' addresses, one at least. */
    Dialer(NetworkBackend backend, Transport transport, Function<String, CompletableFuture<InetAddress[]>> resolver) {
        this.backend = backend;
        this.transport = transport;
        this.resolver = resolver;
    }

    /** What its connections share with all others of the process. */
    public Transport transport() {
        return transport;
    }

    /**
     * Connects to {@code address}, looked up anew, and introduces itself with {@code hello}; of a host that has several
     * addresses to the first at which that succeeds, trying {@value #MAX_ADDRESSES} of them. The stage completes on {@code loop}, with
     * {@link HandshakeRefusedException} if the peer does not want the connection, {@link ConnectException} if nobody
     * listens there, or another {@link IOException}; within the connect and handshake time-outs
     * of each address.
     *
     * @param loop reads and writes the connection
     * @param handler takes its messages
     */
    public CompletionStage<Connection> connect(
            NodeAddress address, Hello hello, EventLoop loop, ConnectionHandler handler) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        resolver.apply(address.host()).whenComplete((found, failure) -> {
            try {
                loop.execute(() -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        new Attempts(address, found, hello, loop, handler, result).next();
                    }
                });
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new IOException("this process is closing its connections", e));
            }
        });
        return result;
    }

    /** Tries a host's addresses, one after the other. */
    private final class Attempts {
        private final NodeAddress address;
        private final InetAddress[] found;
        private final Hello hello;
        private final EventLoop loop;
        private final ConnectionHandler handler;
        private final CompletableFuture<Connection> result;
        private int tried;

        Attempts(
                NodeAddress address,
                InetAddress[] found,
                Hello hello,
                EventLoop loop,
                ConnectionHandler handler,
                CompletableFuture<Connection> result) {
            this.address = address;
            this.found = found;
            this.hello = hello;
            this.loop = loop;
            this.handler = handler;
            this.result = result;
        }

        void next() {
            InetSocketAddress resolved = new InetSocketAddress(found[tried++], address.port());
            if (tried == Math.min(found.length, MAX_ADDRESSES)) {
                connect(address, resolved, hello, loop, handler, result);
                return;
            }
            CompletableFuture<Connection> one = new CompletableFuture<>();
            connect(address, resolved, hello, loop, handler, one);
            one.whenComplete((connection, failure) -> {
                if (failure == null) {
                    result.complete(connection);
                } else {
                    next();
                }
            });
        }
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
