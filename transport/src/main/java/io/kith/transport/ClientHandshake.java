package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The dialling side of the handshake: says {@link Hello} and waits for the {@link Welcome}. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    private final Transport transport;
    private final NodeAddress address;
    private final Hello hello;
    private final ConnectionHandler handler;
    private final CompletableFuture<Connection> result;
    private @Nullable ScheduledFuture<?> timeout;

    ClientHandshake(
            Transport transport,
            NodeAddress address,
            Hello hello,
            ConnectionHandler handler,
            CompletableFuture<Connection> result) {
        this.transport = transport;
        this.address = address;
        this.hello = hello;
        this.handler = handler;
        this.result = result;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        int millis = transport.settings().handshakeTimeoutMillis();
        timeout = ctx.executor()
                .schedule(
                        () -> fail(
                                ctx,
                                new IOException(address + " did not answer the handshake within " + millis
                                        + " ms: it hangs, or is no node of Kith")),
                        millis,
                        TimeUnit.MILLISECONDS);
        ByteBuf out = ctx.alloc().ioBuffer();
        out.writeInt(Frames.MAGIC).writeInt(transport.versions().toBits());
        Hello spoken = hello.speaking(transport.codecs().versions());
        Frames.append(out, spoken, transport.codecs(), TransportSettings.MIN_FRAME_BYTES);
        ctx.writeAndFlush(out, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (!(received instanceof HandshakeMessage message)) {
            fail(ctx, new IOException(address + " answered the handshake with something else"));
            return;
        }
        Throwable failure = switch (message.wireKind()) {
            case HELLO -> new IOException(address + " answered the handshake with one of its own");
            case WELCOME -> welcome(ctx, (Welcome) message);
            case REFUSED -> refused((Refused) message);
        };
        if (failure != null) {
            fail(ctx, failure);
        }
    }

    private HandshakeRefusedException refused(Refused refused) {
        return new HandshakeRefusedException(
                refused.refusal(), address + " refused the connection: " + ForeignText.bounded(refused.reason()));
    }

    /** Why the connection cannot be used after all; null if it can, and is. */
    private @Nullable Throwable welcome(ChannelHandlerContext ctx, Welcome welcome) {
        NodeId expected = hello.expectedPeer();
        if (expected != null && !expected.equals(welcome.nodeId())) {
            return new HandshakeRefusedException(
                    Refusal.WRONG_NODE,
                    address + " is node " + welcome.nodeId().shortName() + ", not " + expected.shortName());
        }
        VersionRange own = transport.versions();
        if (welcome.version() < own.lowest() || welcome.version() > own.highest()) {
            return new HandshakeRefusedException(
                    Refusal.VERSION,
                    address + " wants to speak version " + welcome.version()
                            + " of the protocol, but this process speaks " + own);
        }
        establish(ctx, welcome);
        return null;
    }

    private void establish(ChannelHandlerContext ctx, Welcome welcome) {
        cancelTimeout();
        int peerMax = Math.min(welcome.maxFrameBytes(), TransportSettings.MAX_FRAME_BYTES);
        Connection connection = new Connection(
                ctx.channel(),
                transport,
                new Peer(
                        welcome.nodeId(),
                        hello.kind(),
                        welcome.clusterName(),
                        hello.shard(),
                        welcome.shardCount(),
                        ctx.channel().remoteAddress(),
                        peerMax,
                        true),
                new Dialect(welcome.version(), welcome.families()));
        // What the node takes from others it may also answer with.
        FrameDecoder decoder = ctx.pipeline().get(FrameDecoder.class);
        decoder.allowFrames(Math.max(peerMax, transport.settings().maxFrameBytes()));
        decoder.understand(welcome.families());
        ConnectionEndpoint endpoint = new ConnectionEndpoint(connection, handler, transport);
        ctx.pipeline().replace(this, "endpoint", endpoint);
        endpoint.opened();
        if (!result.complete(connection)) {
            connection.close("nobody waits for it any more");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new IOException(address + " closed the connection during the handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RefusedInputException) {
            fail(ctx, new IOException(address + " is no node of Kith: " + cause.getMessage(), cause));
        } else {
            fail(ctx, cause);
        }
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        cancelTimeout();
        result.completeExceptionally(cause);
        ctx.close();
    }

    private void cancelTimeout() {
        ScheduledFuture<?> pending = timeout;
        timeout = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
