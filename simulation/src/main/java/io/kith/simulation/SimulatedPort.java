package io.kith.simulation;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.random.RandomGenerator;

/** The world as protocol code on one loop of a simulated process sees it. */
public final class SimulatedPort implements ProtocolPort {
    private final SimulatedWorld world;
    private final SimulatedProcess process;
    private final SimulatedLoop loop;
    private final int lane;
    private final MessageHandler handler;
    private final RandomGenerator random;

    SimulatedPort(SimulatedWorld world, SimulatedProcess process, int lane, MessageHandler handler) {
        this.world = world;
        this.process = process;
        this.loop = new SimulatedLoop(world, process, lane);
        this.lane = lane;
        this.handler = handler;
        this.random = world.streams().of("port", (long) process.index() << 8 | lane);
    }

    /** The loop whose port this is. */
    public SimulatedLoop loop() {
        return loop;
    }

    /** The position of the loop in its process. */
    public int lane() {
        return lane;
    }

    @Override
    public void send(NodeId to, Message message) {
        if (!process.isCrashed()) {
            world.network().send(process, lane, to, message);
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        Timer timer = new Timer(process.clock().nowNanos() + Math.max(0, delayNanos), task);
        timer.arm();
        return timer;
    }

    @Override
    public Clock clock() {
        return process.clock();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** Hands a message of {@code from} over, which waits its turn as if it had just come out of the network. */
    public void deliver(NodeId from, Message message) {
        loop.arrive(() -> handler.handle(from, message));
    }

    private final class Timer implements Cancellable {
        private final long dueNanos;
        private final Runnable task;
        private boolean cancelled;
        private Cancellable event = () -> {};

        private Timer(long dueNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.task = task;
        }

        private void arm() {
            long delayNanos =
                    process.clock().trueNanos(dueNanos - process.clock().nowNanos());
            event = world.time().after(delayNanos, () -> {
                if (process.clock().nowNanos() < dueNanos) {
                    // The machine was suspended meanwhile, and the clock with it.
                    arm();
                } else {
                    loop.arrive(this::fire);
                }
            });
        }

        private void fire() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            event.cancel();
        }
    }
}
