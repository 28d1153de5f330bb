package io.kith.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialled side of the handshake: judges the peer's {@link Hello} and hands the channel to its loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class ServerHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerHandshake.class);

    private final Transport transport;
    private final LocalNode self;
    private final Reception reception;
    private final HalfOpen halfOpen;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean decided;

    ServerHandshake(Transport transport, LocalNode self, Reception reception, HalfOpen halfOpen) {
        this.transport = transport;
        this.self = self;
        this.reception = reception;
        this.halfOpen = halfOpen;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        TransportSettings settings = transport.settings();
        ServerHandshake longest = halfOpen.begins(this);
        if (longest != null) {
            longest.makeRoom();
        }
        timeout = ctx.executor()
                .schedule(
                        () -> refuse(
                                ctx,
                                Refusal.BAD_FRAME,
                                "no handshake within " + settings.handshakeTimeoutMillis() + " ms"),
                        settings.handshakeTimeoutMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Others want to be let in; this one had its time. */
    private void makeRoom() {
        ChannelHandlerContext own = context;
        if (own != null) {
            own.executor().execute(() -> {
                if (!decided) {
                    refuse(own, Refusal.TOO_BUSY, "too many connections are being opened; try again");
                }
            });
        }
    }

    /** This one was told why it is refused, and had time to read it. */
    private void hangUp() {
        ChannelHandlerContext own = context;
        if (own != null) {
            own.executor().execute(own::close);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (decided) {
            // Something behind the Hello, before the answer to it: not one of us.
            ctx.close();
            return;
        }
        if (!(received instanceof Hello hello)) {
            refuse(ctx, Refusal.BAD_FRAME, "expected a Hello before anything else");
            return;
        }
        boolean wrongCluster = !hello.clusterName().equals(self.clusterName())
                && !(hello.kind() == ConnectionKind.CLIENT
                        && hello.clusterName().isEmpty());
        if (wrongCluster) {
            refuse(
                    ctx,
                    Refusal.CLUSTER_NAME,
                    "this node belongs to the cluster '" + self.clusterName() + "', not to '" + hello.clusterName()
                            + "'");
        } else if (hello.expectedPeer() != null && !hello.expectedPeer().equals(self.id())) {
            refuse(
                    ctx,
                    Refusal.WRONG_NODE,
                    "this is node " + self.id().shortName() + ", not "
                            + hello.expectedPeer().shortName());
        } else {
            count(ctx, hello);
        }
    }

    private void count(ChannelHandlerContext ctx, Hello hello) {
        SocketAddress from = ctx.channel().remoteAddress();
        ConnectionCount connections = transport.intake().connections();
        String tooMany = connections.begun(hello.kind(), from, SystemClock.INSTANCE.nowNanos());
        if (tooMany != null) {
            refuse(ctx, Refusal.TOO_BUSY, tooMany);
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> connections.ended(hello.kind(), from));
        admit(ctx, hello, from);
    }

    private void admit(ChannelHandlerContext ctx, Hello hello, SocketAddress from) {
        Admission admission;
        try {
            admission = reception.admit(hello, from);
        } catch (Throwable t) {
            LOGGER.error("Deciding about a connection failed", t);
            ctx.close();
            transport.fatal().failed(t);
            return;
        }
        if (admission instanceof Admission.Refuse refusal) {
            refuse(ctx, Refusal.NOT_ADMITTED, refusal.reason());
        } else if (admission instanceof Admission.Accept accept) {
            decided = true;
            cancelTimeout();
            halfOpen.ended(this);
            moveTo(ctx.channel(), accept.loop(), () -> establish(ctx.channel(), hello, accept.handler()));
        }
    }

    /** The peer waits for the answer, so nothing is read while the channel changes loops. */
    private static void moveTo(Channel channel, EventLoop target, Runnable then) {
        if (channel.eventLoop() == target) {
            then.run();
            return;
        }
        channel.config().setAutoRead(false);
        channel.deregister().addListener((Future<Void> left) -> {
            if (!left.isSuccess()) {
                channel.close();
                return;
            }
            target.register(channel).addListener((Future<Void> arrived) -> {
                if (arrived.isSuccess()) {
                    then.run();
                } else {
                    channel.unsafe().closeForcibly();
                }
            });
        });
    }

    private void establish(Channel channel, Hello hello, ConnectionHandler handler) {
        int maxFrameBytes = transport.settings().maxFrameBytes();
        if (!channel.isActive()) {
            return;
        }
        ChannelHandlerContext decoding = channel.pipeline().context(FrameDecoder.class);
        FrameDecoder decoder = (FrameDecoder) decoding.handler();
        int version = transport.versions().newestInCommon(decoder.peerVersions());
        Connection connection = new Connection(
                channel,
                transport,
                new Peer(
                        hello.senderId(),
                        hello.kind(),
                        self.clusterName(),
                        hello.shard(),
                        0,
                        channel.remoteAddress(),
                        maxFrameBytes,
                        false),
                new Dialect(version, hello.families()));
        decoder.allowFrames(maxFrameBytes);
        decoder.understand(hello.families());
        decoder.takeRoom(decoding, connection, transport.intake().frames(hello.kind()));
        ConnectionEndpoint endpoint = new ConnectionEndpoint(connection, handler, transport);
        channel.pipeline().replace(this, "endpoint", endpoint);
        connection.send(new Welcome(
                self.id(),
                self.clusterName(),
                self.shardCount(),
                maxFrameBytes,
                version,
                transport.codecs().versions()));
        if (hello.kind() == ConnectionKind.CLIENT) {
            ConnectionCount connections = transport.intake().connections();
            Guest guest = new Guest(
                    channel.remoteAddress(), () -> connection.askedNanos, () -> makeRoom(channel, connection));
            connections.established(guest);
            channel.closeFuture().addListener(closed -> connections.left(guest));
        }
        channel.config().setAutoRead(true);
        endpoint.opened();
    }

    /** An established connection is idle, and others want in. */
    private void makeRoom(Channel channel, Connection connection) {
        channel.eventLoop().execute(() -> {
            if (connection.isOpen()) {
                String why = "the connection was idle, and others wanted in";
                connection.stop(why);
                ConnectionEndpoint.COMPLAINTS.complain(
                        ConnectionEndpoint.hostOf(channel.remoteAddress()),
                        "asked for nothing over a connection, which made room for others: connections are short; raise"
                                + " --max-connections and the limit on descriptors (ulimit -n)");
                RefusingClose.refuse(channel, transport, Refusal.TOO_BUSY, why);
            }
        });
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal, String reason) {
        if (decided) {
            ctx.close();
            return;
        }
        decided = true;
        cancelTimeout();
        ServerHandshake longest = halfOpen.isRefused(this);
        if (longest != null) {
            longest.hangUp();
        }
        ConnectionEndpoint.COMPLAINTS.complain(
                ConnectionEndpoint.hostOf(ctx.channel().remoteAddress()), "refused a connection: " + reason);
        RefusingClose.refuse(ctx.channel(), transport, refusal, reason);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimeout();
        halfOpen.ended(this);
    }

    private void cancelTimeout() {
        ScheduledFuture<?> pending = timeout;
        timeout = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RefusedInputException refused) {
            refuse(ctx, refused.refusal(), String.valueOf(refused.getMessage()));
        } else {
            if (!(cause instanceof IOException)) {
                LOGGER.error("A handshake failed", cause);
            }
            ctx.close();
        }
    }
}
