package io.kith.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A fixed number of event loops, each with a thread of its own. */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final NetworkBackend backend;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();

    /**
     * Makes {@code count} loops.
     *
     * @param threadName the first part of their threads' names
     * @param daemon whether their threads let the process end
     */
    public EventLoops(String threadName, int count, NetworkBackend backend, boolean daemon) {
        this.backend = backend;
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(threadName, daemon), backend.handlers());
        for (EventExecutor executor : group) {
            loops.add((EventLoop) executor);
        }
    }

    /** The number of loops. */
    public int count() {
        return loops.size();
    }

    /** Loop {@code index}, from 0. */
    public EventLoop loop(int index) {
        return loops.get(index);
    }

    /** How they reach the operating system's sockets. */
    public NetworkBackend backend() {
        return backend;
    }

    /** Ends the loops and their connections; waits a few seconds at most, and not at all on one of the loops. */
    @Override
    public void close() {
        var ended = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (loops.stream().noneMatch(EventLoop::inEventLoop)) {
            ended.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
