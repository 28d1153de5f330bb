package io.kith.client.grid;

import io.kith.client.ClientOptions;
import io.kith.client.KithTimeoutException;
import io.kith.client.loop.ClientLoop;
import io.kith.client.routing.CollectionHandle;
import io.kith.config.Change;
import io.kith.membership.LinkReport;
import io.kith.transport.SystemClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as the collections see it: partitions to which encoded operations are sent. Bounds how many operations are
 * under way. Safe for use by many threads.
 */
public final class Grid {
    private static final int MAX_FAN_OUT = 256;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<ClientLoop> loops;
    private final ConfigWatch watch;
    private final Encoding encoding;
    private final OperationPermits admission;
    private final Waiting waiting;
    private final Decoders decoders = new Decoders();
    private final int fanOut;
    private final long deadlineMillis;

    /** The cluster that {@code watch} tells of. */
    public Grid(ClientOptions options, List<ClientLoop> loops, ConfigWatch watch) {
        this.loops = loops;
        this.watch = watch;
        this.encoding = new Encoding(options);
        if (options.allowsBySetting()) {
            watch.listen(config -> encoding.settingsAre(config.settings()));
            encoding.settingsAre(watch.config().settings());
        }
        this.deadlineMillis = Durations.millis(options.deadline());
        this.admission = new OperationPermits(options.maxInFlight(), deadlineMillis, this::isEventLoop);
        this.waiting = new Waiting(deadlineMillis, this::isEventLoop);
        this.fanOut = Math.max(1, Math.min(MAX_FAN_OUT, options.maxInFlight() / 4));
    }

    /** Where futures' values are read. */
    public Decoders decoders() {
        return decoders;
    }

    public Encoding encoding() {
        return encoding;
    }

    /** How long an operation may take. */
    public long deadlineMillis() {
        return deadlineMillis;
    }

    public ConfigWatch watch() {
        return watch;
    }

    public int partitionCount() {
        return watch.config().partitionCount();
    }

    /** How many requests one operation on the whole collection may have under way at once. */
    public int fanOut() {
        return fanOut;
    }

    // ---- operations

    /**
     * An operation that is to be sent to a partition.
     *
     * @param collection the one that it names; null if it is about the partition itself
     */
    public Call<byte[]> call(@Nullable CollectionHandle collection, int partition, byte[] operation) {
        return call(collection, partition, operation, Call.RAW);
    }

    /**
     * An operation that is to be sent to a partition.
     *
     * @param collection the one that it names; null if it is about the partition itself
     * @param reader makes of the encoded result what the operation results in
     */
    public <R extends @Nullable Object> Call<R> call(
            @Nullable CollectionHandle collection,
            int partition,
            byte[] operation,
            Function<byte[], ? extends R> reader) {
        return new Call<>(this, loopOf(partition), partition, collection, operation, reader);
    }

    /** The same in the session of operations that wait: with the end of that session, what it holds is freed. */
    public <R extends @Nullable Object> Call<R> holdingCall(
            CollectionHandle collection, int partition, byte[] operation, Function<byte[], ? extends R> reader) {
        return new Call<>(this, loopOf(partition), partition, collection, operation, 0, Call::forget, reader);
    }

    /**
     * An operation that may wait at the primary.
     *
     * @param waitMillis for how long
     * @param leftover takes the result if the future was cancelled before
     */
    Call<byte[]> waitingCall(
            CollectionHandle collection, int partition, byte[] operation, long waitMillis, Consumer<byte[]> leftover) {
        return new Call<>(this, loopOf(partition), partition, collection, operation, waitMillis, leftover, Call.RAW);
    }

    /** A change to the config that is to be proposed. */
    public Call<byte[]> proposal(Change change) {
        return new Call<>(this, loops.get(0), change, Call.RAW);
    }

    /** What nodes and this client measured of their links. */
    public CompletableFuture<List<LinkReport>> links() {
        return loops.get(0).links();
    }

    private ClientLoop loopOf(int partition) {
        return loops.get(partition % loops.size());
    }

    /** When an operation must have ended that begins now and may wait in the cluster for so long. */
    long deadlineNanos(long waitMillis) {
        return SystemClock.INSTANCE.nowNanos() + (deadlineMillis + waitMillis) * NANOS_PER_MILLI;
    }

    /** Waits until one more operation may be under way; what it returns must be run once when that has ended. */
    public Runnable admit() {
        return admission.admit();
    }

    /** Fails if the deadline of an operation that began then has passed. */
    public void requireInTime(long startNanos) {
        if (System.nanoTime() - startNanos > deadlineMillis * NANOS_PER_MILLI) {
            throw new KithTimeoutException(
                    "nothing was changed: earlier operations of this client on the same key took the whole deadline");
        }
    }

    /**
     * Fails if the deadline of an update that began then has passed, whose value was changed so often meanwhile.
     *
     * @throws KithTimeoutException if so
     */
    public void requireStillInTime(long startNanos, int times) {
        if (System.nanoTime() - startNanos > deadlineMillis * NANOS_PER_MILLI) {
            throw new KithTimeoutException("nothing was changed: the value was changed " + times
                    + " times within the deadline, each time while the new one was being computed; if the function itself"
                    + " has it changed, it never ends");
        }
    }

    /** Whether this thread may wait: not if it is one of those that end what others wait for. */
    public boolean mayWait() {
        return !isEventLoop();
    }

    /** Whether this thread must not wait, as it is one of those that end what others wait for. */
    private boolean isEventLoop() {
        if (decoders.isCurrentThread()) {
            return true;
        }
        for (ClientLoop loop : loops) {
            if (loop.isCurrentThread()) {
                return true;
            }
        }
        return false;
    }

    // ---- waiting

    Waiting waiting() {
        return waiting;
    }

    /** Fails unless this thread may wait. */
    public void requireMayWait() {
        waiting.requireMayWait();
    }

    /** Waits for one operation, which is bounded by its own deadline. */
    public <T> T await(CompletableFuture<T> result) {
        return waiting.await(result);
    }

    /** Waits for an operation of many parts, each bounded by its own deadline. */
    public <T> T awaitAll(CompletableFuture<T> result) {
        return waiting.awaitAll(result);
    }

    /** The exception to throw for a failure, with the stack trace of the thread that waited. */
    public static RuntimeException thrownFor(@Nullable Throwable failure) {
        return Waiting.thrownFor(failure);
    }

    /** Reads no more results; what has come is still read. */
    public void closeDecoders() {
        decoders.close();
    }

    /** Lets no more operations in. */
    public void close() {
        admission.close();
    }
}
