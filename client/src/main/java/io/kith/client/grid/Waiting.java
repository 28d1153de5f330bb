package io.kith.client.grid;

import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How users' threads wait for what event loops do. */
final class Waiting {
    /** How much longer than the deadline a thread waits for its event loop to say that the deadline has passed. */
    private static final long GRACE_MILLIS = 5_000;

    /** How much longer an operation of a thread that was interrupted may take, however often it is interrupted again. */
    private static final long INTERRUPTED_NANOS = 1_000_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private final long deadlineMillis;
    private final BooleanSupplier onEventLoop;

    Waiting(long deadlineMillis, BooleanSupplier onEventLoop) {
        this.deadlineMillis = deadlineMillis;
        this.onEventLoop = onEventLoop;
    }

    /** Fails unless this thread may wait. */
    void requireMayWait() {
        if (onEventLoop.getAsBoolean()) {
            throw new IllegalStateException("a callback on an event loop of this client must not wait for another "
                    + "operation, which only this thread could end: use async(), or run the callback elsewhere with "
                    + "thenApplyAsync and the like");
        }
    }

    /**
     * Waits for an operation that is bounded by its own deadline. As with {@code java.util}'s collections an interrupt
     * does not end an operation, and the thread stays interrupted; but it ends the wait for one that takes long.
     */
    <T> T await(CompletableFuture<T> result) {
        requireMayWait();
        try {
            return result.get(deadlineMillis + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } catch (InterruptedException e) {
            return awaitInterrupted(result, "interrupted while waiting for an answer: the outcome is unknown", e);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new KithTimeoutException("the client's event loop is stuck: the outcome is unknown");
        }
    }

    /**
     * Waits for an operation that may wait in the cluster for so long. If this thread is interrupted, what the operation
     * has got by then is not lost: it is returned, and the thread stays interrupted.
     *
     * @param withdraw ends the wait in the cluster
     * @throws InterruptedException if it was interrupted and the operation had no effect
     */
    byte[] awaitPatiently(CompletableFuture<byte[]> result, long waitMillis, Runnable withdraw)
            throws InterruptedException {
        try {
            return result.get(waitMillis + deadlineMillis + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } catch (TimeoutException e) {
            throw new KithTimeoutException("the client's event loop is stuck: the outcome is unknown");
        } catch (InterruptedException e) {
            withdraw.run();
            byte[] got = joinUninterrupted(result);
            if (!PatientCall.isPresent(got)) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return got;
        }
    }

    /** The operation was called off, so this takes no longer than any operation. */
    private static byte[] joinUninterrupted(CompletableFuture<byte[]> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw thrownFor(e.getCause());
        }
    }

    /** Gives an operation of an interrupted thread a little longer. */
    private static <T> T awaitInterrupted(CompletableFuture<T> result, String otherwise, InterruptedException cause) {
        long endNanos = System.nanoTime() + INTERRUPTED_NANOS;
        try {
            for (long left = INTERRUPTED_NANOS; left > 0 || result.isDone(); left = endNanos - System.nanoTime()) {
                try {
                    return result.get(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException | TimeoutException e) {
                    // To be interrupted twice is no more than once; whether the time is over, the clock says.
                    LOG.trace("waits on for an answer", e);
                }
            }
            result.cancel(false);
            throw new KithException(otherwise, cause);
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for an operation of many parts, each bounded by its own deadline. */
    <T> T awaitAll(CompletableFuture<T> result) {
        requireMayWait();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } catch (InterruptedException e) {
            return awaitInterrupted(
                    result, "interrupted while waiting for answers: some parts may have been applied", e);
        }
    }

    /** The exception to throw for a failure, with the stack trace of the thread that waited. */
    static RuntimeException thrownFor(@Nullable Throwable failure) {
        if (failure instanceof RequestFailedException refused) {
            return refused.forUser();
        }
        if (failure instanceof RuntimeException exception) {
            exception.addSuppressed(new KithException("this thread waited for it"));
            return exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new KithException(String.valueOf(failure), failure);
    }
}
