package io.kith.replication.shared;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A port whose time a test moves by hand, and which keeps what was sent. */
public final class ManualPort implements ProtocolPort, Clock {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final List<Sent> sent = new ArrayList<>();
    private final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
    private final ArrayDeque<Timer> timers = new ArrayDeque<>();
    private long nowNanos = 1_000 * NANOS_PER_MILLI;
    private long suspendedMillis;

    /** What was sent to whom. */
    public record Sent(NodeId to, Message message) {}

    private record Timer(long dueNanos, Runnable task) {}

    @Override
    public void send(NodeId to, Message message) {
        sent.add(new Sent(to, message));
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        if (delayNanos == 0) {
            endOfTurn.add(task);
        } else {
            timers.add(new Timer(nowNanos + delayNanos, task));
        }
        return () -> {};
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public RandomGenerator random() {
        return new Random(1);
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long wallMillis() {
        return nowNanos / NANOS_PER_MILLI + suspendedMillis;
    }

    /** Lets time pass, and timers ring that are due by then. */
    public void pass(long millis) {
        nowNanos += millis * NANOS_PER_MILLI;
        for (int left = timers.size(); left > 0; left--) {
            Timer timer = timers.remove();
            if (timer.dueNanos <= nowNanos) {
                timer.task.run();
            } else {
                timers.add(timer);
            }
        }
        endTurn();
    }

    /** The machine sleeps: its wall clock goes on, and its monotonic clock does not. */
    public void suspend(long millis) {
        suspendedMillis += millis;
    }

    /** Ends the turn of the loop. */
    public void endTurn() {
        while (!endOfTurn.isEmpty()) {
            endOfTurn.remove().run();
        }
    }

    /** What was sent since this was asked last. */
    public List<Sent> takeSent() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** What was sent since this was asked last, of one kind, to whomever. */
    public <M extends Message> List<M> take(Class<M> type) {
        return takeSent().stream()
                .map(Sent::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
