package io.kith.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a listening socket does when it cannot accept, as when the process has no descriptor left: it says so and tries again a moment later. Whoever dials meanwhile waits for that in the operating system.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A task that fails tells the pipeline itself.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    static final int PAUSE_MILLIS = 100;

    private final Consumer<String> complaints;

    /** Says it to {@code complaints}. */
    AcceptFailures(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        complaints.accept(inWords(cause));
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String inWords(Throwable cause) {
        String what = "cannot accept a connection: " + SocketErrors.describe(cause);
        return what.contains("Too many open files")
                ? what
                        + "; raise this process's limit on descriptors (ulimit -n, LimitNOFILE= in a unit file), or lower the"
                        + " bound on connections"
                : what;
    }
}
