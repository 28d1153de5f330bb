package io.kith.cli.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A point in time after which waiting is given up. */
final class Deadline {
    private static final long POLL_NANOS = 10_000_000;

    private final long atNanos;
    private final Duration length;

    private Deadline(Duration length) {
        this.atNanos = System.nanoTime() + length.toNanos();
        this.length = length;
    }

    /** The deadline that runs out {@code length} from now. */
    static Deadline in(Duration length) {
        return new Deadline(length);
    }

    boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }

    /** What is left, at least 0. */
    long leftMillis() {
        return Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what completes the sentence "waited 60 s for …"
     * @throws DemoException if it does not hold in time
     */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                throw new DemoException("waited " + length.toSeconds() + " s for " + what + ", in vain");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
