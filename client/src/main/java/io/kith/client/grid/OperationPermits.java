package io.kith.client.grid;

import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Bounds how many operations of a client are under way. */
final class OperationPermits {
    private final int maxInFlight;
    private final long deadlineMillis;
    private final BooleanSupplier onEventLoop;
    private final Semaphore permits;
    private final Runnable releasePermit;
    private final AtomicInteger overdraft = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Lets {@code maxInFlight} operations in.
     *
     * @param deadlineMillis how long one may wait until it is let in
     * @param onEventLoop whether the calling thread is one that must not wait
     */
    OperationPermits(int maxInFlight, long deadlineMillis, BooleanSupplier onEventLoop) {
        this.maxInFlight = maxInFlight;
        this.deadlineMillis = deadlineMillis;
        this.onEventLoop = onEventLoop;
        this.permits = new Semaphore(maxInFlight);
        this.releasePermit = permits::release;
    }

    /** Waits until one more operation may be under way; what it returns must be run once when that has ended. */
    Runnable admit() {
        if (closed) {
            throw new KithException("this client was closed");
        }
        if (permits.tryAcquire()) {
            return releasePermit;
        }
        if (onEventLoop.getAsBoolean()) {
            // It cannot wait: it is the one that would end the others. But each of them may bring on one more.
            if (overdraft.incrementAndGet() > maxInFlight) {
                overdraft.decrementAndGet();
                throw new KithException("more than " + 2 * maxInFlight
                        + " operations would be under way: do not start so many from a callback");
            }
            return overdraft::decrementAndGet;
        }
        try {
            if (!permits.tryAcquire(deadlineMillis, TimeUnit.MILLISECONDS)) {
                throw new KithTimeoutException("nothing was changed: for the whole deadline there were " + maxInFlight
                        + " operations under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KithException("interrupted before the operation was sent: nothing was changed", e);
        }
        return releasePermit;
    }

    void close() {
        closed = true;
    }
}
