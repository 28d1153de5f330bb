package io.kith.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of an established connection's pipeline: passes what happens to the connection's owner. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class ConnectionEndpoint extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionEndpoint.class);
    static final ComplaintLog COMPLAINTS = new ComplaintLog(SystemClock.INSTANCE);

    private final Connection connection;
    private final ConnectionHandler handler;
    private final Transport transport;

    ConnectionEndpoint(Connection connection, ConnectionHandler handler, Transport transport) {
        this.connection = connection;
        this.handler = handler;
        this.transport = transport;
    }

    /** Tells the owner that the connection is there; to be called once this is in the pipeline. */
    void opened() {
        try {
            handler.opened(connection);
        } catch (Throwable t) {
            connection.stop("its owner failed: " + t);
            LOGGER.error("Opening the {} failed", connection, t);
            connection.close("its owner failed");
            transport.fatal().failed(t);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (received instanceof HandshakeMessage handshake) {
            afterHandshake(ctx, handshake);
            return;
        }
        try {
            handler.received(connection, (Message) received);
        } catch (Throwable t) {
            fail(ctx, t);
        }
    }

    private void afterHandshake(ChannelHandlerContext ctx, HandshakeMessage message) {
        if (message instanceof Refused refused) {
            connection.refusal = refused.refusal();
            connection.stop("the peer ended the connection: " + ForeignText.bounded(refused.reason()));
            complain(ctx, "ended the connection: " + refused.reason());
            ctx.close();
        } else {
            refuse(ctx, Refusal.BAD_FRAME, "a handshake message on an established connection");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        try {
            handler.receivedBatch(connection);
        } catch (Throwable t) {
            fail(ctx, t);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        connection.writabilityChanged(writable);
        // Later, as this can come from within a send of the owner.
        ctx.executor().execute(() -> {
            try {
                handler.writabilityChanged(connection, writable);
            } catch (Throwable t) {
                fail(ctx, t);
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.stop("the peer closed the connection");
        try {
            handler.closed(connection, connection.endReason());
        } catch (Throwable t) {
            fail(ctx, t);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RefusedInputException refused) {
            refuse(ctx, refused.refusal(), String.valueOf(refused.getMessage()));
        } else if (cause instanceof IOException) {
            connection.stop("the connection broke: " + SocketErrors.describe(cause));
            ctx.close();
        } else {
            fail(ctx, cause);
        }
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal, String reason) {
        connection.stop("the peer was cut off: " + reason);
        complain(
                ctx,
                "cut off " + connection.kind() + " peer " + connection.peerId().shortName() + ": " + reason);
        RefusingClose.refuse(ctx.channel(), transport, refusal, reason);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        connection.stop("handling a message failed: " + cause);
        LOGGER.error("Handling what came over the {} failed", connection, cause);
        ctx.close();
        transport.fatal().failed(cause);
    }

    private static void complain(ChannelHandlerContext ctx, String what) {
        COMPLAINTS.complain(hostOf(ctx.channel().remoteAddress()), what);
    }

    static String hostOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() : String.valueOf(address);
    }
}
