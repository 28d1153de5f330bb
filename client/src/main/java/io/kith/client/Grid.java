package io.kith.client;

import io.kith.client.serialization.Serialization;
import io.kith.config.Change;
import io.kith.ring.PartitionHash;
import io.kith.transport.SystemClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as the collections see it: partitions to which encoded operations are sent. Bounds how many operations are
 * under way. Safe for use by many threads.
 */
final class Grid {
    /** How much longer than the deadline a thread waits for its event loop to say that the deadline has passed. */
    private static final long GRACE_MILLIS = 5_000;

    /** How much longer an operation of a thread that was interrupted may take. */
    private static final long INTERRUPTED_MILLIS = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ClientOptions options;
    private final Serialization serialization;
    private final List<ClientLoop> loops;
    private final ConfigWatch watch;
    private final Semaphore permits;
    private final Runnable releasePermit;
    private final AtomicInteger overdraft = new AtomicInteger();
    private final KeyTurns turns = new KeyTurns();
    private final long deadlineMillis;
    private volatile boolean closed;

    Grid(ClientOptions options, List<ClientLoop> loops, ConfigWatch watch) {
        this.options = options;
        this.serialization = options.serialization();
        this.loops = loops;
        this.watch = watch;
        this.permits = new Semaphore(options.maxInFlight());
        this.releasePermit = permits::release;
        this.deadlineMillis = options.deadline().toMillis();
    }

    Serialization serialization() {
        return serialization;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    ConfigWatch watch() {
        return watch;
    }

    int partitionCount() {
        return watch.config().partitionCount();
    }

    /** How many requests one operation on the whole collection may have under way at once. */
    int fanOut() {
        return Math.max(1, Math.min(256, options.maxInFlight() / 4));
    }

    /** The largest encoded key, value or batch, in bytes. */
    int maxValueBytes() {
        return options.maxValueBytes();
    }

    /** The partition that holds {@code key} of that collection. */
    int partitionOf(long collectionId, byte[] key) {
        return PartitionHash.partitionOf(PartitionHash.keyHash(collectionId, key), partitionCount());
    }

    /** Encodes a key or a value. */
    byte[] encode(Object value) {
        byte[] bytes = serialization.encode(value);
        if (bytes.length > options.maxValueBytes()) {
            throw new ValueTooLargeException("a " + value.getClass().getName() + " of " + bytes.length
                    + " bytes is over the limit of " + options.maxValueBytes()
                    + "; store smaller values, or raise ClientOptions.maxValueBytes and the nodes' limit");
        }
        return bytes;
    }

    // ---- operations

    /** Sends an operation and waits for its result. */
    byte[] call(int partition, byte[] operation) {
        requireMayWait();
        return await(Call.of(partition, operation, deadlineIn(deadlineMillis), admit())
                .runOn(loopOf(partition)));
    }

    /** Sends an operation; the future fails with {@link RequestFailedException}. */
    CompletableFuture<byte[]> submit(int partition, byte[] operation) {
        return Call.of(partition, operation, deadlineIn(deadlineMillis), admit())
                .submitTo(loopOf(partition));
    }

    /** Sends an operation; the future is for a user, of what {@code reader} makes of the encoded result. */
    <R extends @Nullable Object> CompletableFuture<R> submit(
            int partition, byte[] operation, Function<byte[], ? extends R> reader) {
        return Call.<R>forUser(partition, operation, deadlineIn(deadlineMillis), admit(), reader)
                .submitTo(loopOf(partition));
    }

    /** The same, for a part of an operation that was {@linkplain #admit admitted} as a whole. */
    CompletableFuture<byte[]> submitAdmitted(int partition, byte[] operation) {
        return Call.of(partition, operation, deadlineIn(deadlineMillis), () -> {})
                .submitTo(loopOf(partition));
    }

    /** Whose turn it is to update a key. */
    KeyTurns turns() {
        return turns;
    }

    /** Fails if the deadline of an operation that began then has passed. */
    void requireInTime(long startNanos) {
        if (System.nanoTime() - startNanos > deadlineMillis * NANOS_PER_MILLI) {
            throw new KithTimeoutException(
                    "nothing was changed: earlier operations of this client on the same key took the whole deadline");
        }
    }

    /**
     * Sends an operation that may wait at the primary; cancelling the future ends the wait.
     *
     * @param waitMillis for how long
     * @param leftover takes the result if the future was cancelled before
     */
    CompletableFuture<byte[]> submitWaiting(
            int partition, byte[] operation, long waitMillis, Consumer<byte[]> leftover) {
        return waitingCall(partition, operation, waitMillis, leftover).submitTo(loopOf(partition));
    }

    private Call<byte[]> waitingCall(int partition, byte[] operation, long waitMillis, Consumer<byte[]> leftover) {
        Runnable release = admit();
        long deadlineNanos = deadlineIn(deadlineMillis + waitMillis);
        return Call.waiting(partition, operation, waitMillis, deadlineNanos, release, leftover);
    }

    private ClientLoop loopOf(int partition) {
        return loops.get(partition % loops.size());
    }

    /** Proposes a change to the config; the future fails with {@link RequestFailedException}. */
    CompletableFuture<byte[]> propose(Change change) {
        return Call.proposal(change, deadlineIn(deadlineMillis), admit()).submitTo(loops.get(0));
    }

    private static long deadlineIn(long millis) {
        return SystemClock.INSTANCE.nowNanos() + millis * NANOS_PER_MILLI;
    }

    /** Waits until one more operation may be under way; what it returns must be run once when that has ended. */
    Runnable admit() {
        if (closed) {
            throw new KithException("this client was closed");
        }
        if (permits.tryAcquire()) {
            return releasePermit;
        }
        if (isEventLoop()) {
            // It cannot wait: it is the one that would end the others. But each of them may bring on one more.
            if (overdraft.incrementAndGet() > options.maxInFlight()) {
                overdraft.decrementAndGet();
                throw new KithException("more than " + 2 * options.maxInFlight()
                        + " operations would be under way: do not start so many from a callback");
            }
            return overdraft::decrementAndGet;
        }
        try {
            if (!permits.tryAcquire(deadlineMillis, TimeUnit.MILLISECONDS)) {
                throw new KithTimeoutException("nothing was changed: for the whole deadline there were "
                        + options.maxInFlight() + " operations under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KithException("interrupted before the operation was sent: nothing was changed", e);
        }
        return releasePermit;
    }

    boolean isEventLoop() {
        for (ClientLoop loop : loops) {
            if (loop.isCurrentThread()) {
                return true;
            }
        }
        return false;
    }

    // ---- waiting

    /** Fails unless this thread may wait. */
    void requireMayWait() {
        if (isEventLoop()) {
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
     * Sends an operation that may wait at the primary, and waits for its result. If this thread is interrupted, what the
     * operation has got by then is not lost: it is returned, and the thread stays interrupted.
     *
     * @throws InterruptedException if it was interrupted and the operation had no effect
     */
    byte[] awaitWaiting(int partition, byte[] operation, long waitMillis) throws InterruptedException {
        requireMayWait();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the operation was sent");
        }
        Call<byte[]> call = waitingCall(partition, operation, waitMillis, payload -> {});
        CompletableFuture<byte[]> result = call.submitTo(loopOf(partition));
        long limitMillis = waitMillis + deadlineMillis + GRACE_MILLIS;
        try {
            return result.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } catch (TimeoutException e) {
            throw new KithTimeoutException("the client's event loop is stuck: the outcome is unknown");
        } catch (InterruptedException e) {
            call.withdraw();
            byte[] got = joinUninterrupted(result);
            if (!DequeCore.isPresent(got)) {
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
        try {
            return result.get(INTERRUPTED_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw thrownFor(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            result.cancel(false);
            throw new KithException(otherwise, cause);
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

    void close() {
        closed = true;
    }
}
