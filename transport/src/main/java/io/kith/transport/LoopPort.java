package io.kith.transport;

import io.netty.channel.EventLoop;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The world as protocol code on one event loop sees it. */
public final class LoopPort implements ProtocolPort {
    private final EventLoop loop;
    private final PeerLinks links;
    private final Clock clock;
    private final RandomGenerator random;
    private final Transport transport;

    /**
     * A port for {@code loop}.
     *
     * @param seed of its chance; production takes it from the operating system's entropy
     * @param transport its fatal handler is told when code on the loop throws
     */
    public LoopPort(EventLoop loop, PeerLinks links, long seed, Transport transport) {
        this.loop = loop;
        this.links = links;
        this.clock = SystemClock.INSTANCE;
        this.random = new SplittableRandom(seed);
        this.transport = transport;
    }

    @Override
    public void send(NodeId to, Message message) {
        try {
            links.send(to, message);
        } catch (FrameTooLargeException e) {
            // Nobody above can do better with it than with a lost message, but people must learn of it.
            transport.counters().dropped.increment();
            ConnectionEndpoint.COMPLAINTS.complain(
                    "node " + to.shortName(),
                    e.getMessage() + " (" + message.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        Future<?> scheduled = loop.schedule(() -> guarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Runs {@code task} on the loop, after all that was posted before; any thread may call this. */
    public void post(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    private void guarded(Runnable task) {
        ProtocolGuard.run(task, transport.fatal());
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** The loop that this is the port of. */
    public EventLoop eventLoop() {
        return loop;
    }
}
