package io.kith.cluster.simulation;

import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * A simulated disk that takes its time, and now and then much more of it. One flush is under way at a time; what comes
 * meanwhile waits for the next. What a crash finds unflushed is never said to be persisted.
 */
final class SlowDisk {
    private static final int STALLS_ONE_IN = 40;
    private static final int STALL_FACTOR = 10;

    private final ProtocolPort port;
    private final RandomGenerator random;
    private final long mostNanos;
    private final ArrayDeque<Runnable> unflushed = new ArrayDeque<>();
    private boolean flushing;

    /** A disk that takes {@code mostNanos} at most, as a rule. */
    SlowDisk(ProtocolPort port, RandomGenerator random, long mostNanos) {
        this.port = port;
        this.random = random;
        this.mostNanos = mostNanos;
    }

    /** Writes something, and runs {@code persisted} once that would survive a crash, in the order of writes. */
    void write(Runnable persisted) {
        unflushed.add(persisted);
        if (!flushing) {
            flush();
        }
    }

    private void flush() {
        flushing = true;
        int count = unflushed.size();
        long factor = random.nextInt(STALLS_ONE_IN) == 0 ? STALL_FACTOR : 1;
        port.schedule(1 + random.nextLong(mostNanos) * factor, () -> flushed(count));
    }

    private void flushed(int count) {
        for (int i = 0; i < count; i++) {
            unflushed.remove().run();
        }
        flushing = false;
        if (!unflushed.isEmpty()) {
            flush();
        }
    }
}
