package io.kith.bench.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waiting, for conditions that nobody announces. */
public final class RunPause {
    private static final long LOOK_NANOS = 2_000_000;

    private RunPause() {}

    /**
     * Waits until {@code condition} holds.
     *
     * @param what completes "waited in vain until"
     * @throws IllegalStateException if it does not within {@code limit}, or this thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long endNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos >= 0) {
                throw new IllegalStateException("waited in vain for " + limit.toMillis() + " ms until " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Lets {@code span} pass, or less if this thread is interrupted. */
    public static void of(Duration span) {
        long endNanos = System.nanoTime() + span.toNanos();
        while (!Thread.currentThread().isInterrupted()) {
            long leftNanos = endNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            LockSupport.parkNanos(leftNanos);
        }
    }
}
