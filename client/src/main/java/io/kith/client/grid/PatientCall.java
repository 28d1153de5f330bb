package io.kith.client.grid;

import io.kith.client.routing.CollectionHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An operation that waits in the cluster until it can be done, declared once. No request waits at the primary for longer than
 * it is told; then it is asked anew, behind all that wait by then, so that a session with nothing but waiting requests is heard
 * of often enough to be kept, and what is for a client that died goes to nobody for not too long.
 *
 * @param <R> what is read from the encoded result
 */
public final class PatientCall<R extends @Nullable Object> {
    private final Grid grid;
    private final CollectionHandle collection;
    private final int partition;
    private final LongFunction<byte[]> operation;
    private final long longestMillis;
    private final @Nullable Duration limit;
    private final Function<byte @Nullable [], ? extends R> reader;
    private final Consumer<byte[]> leftover;
    private Predicate<byte[]> quick = payload -> payload.length <= 1;
    private final long startNanos = System.nanoTime();
    private @Nullable Undo undo;
    private @Nullable Care care;
    private @Nullable Careful<R> careful;

    /** What a thread does instead that waits and takes care. */
    @FunctionalInterface
    public interface Careful<R extends @Nullable Object> {
        R get() throws InterruptedException;
    }

    /**
     * Waits from now on.
     *
     * @param operation encodes it, given for how many milliseconds it may wait at the primary
     * @param longestMillis for how long one request waits at most; shorter than clients may be silent
     * @param limit for how long it waits altogether; null for ever
     * @param reader makes of the result, null if the time is over, what the operation results in
     * @param leftover takes a result that came after the future was cancelled
     */
    public PatientCall(
            Grid grid,
            CollectionHandle collection,
            int partition,
            LongFunction<byte[]> operation,
            long longestMillis,
            @Nullable Duration limit,
            Function<byte @Nullable [], ? extends R> reader,
            Consumer<byte[]> leftover) {
        this.grid = grid;
        this.collection = collection;
        this.partition = partition;
        this.operation = operation;
        this.longestMillis = longestMillis;
        this.limit = limit;
        this.reader = reader;
        this.leftover = leftover;
    }

    /** The same, whose future's result is read by the {@link Decoders} unless {@code quickly} says that it takes no time. */
    public PatientCall<R> decoding(Predicate<byte[]> quickly) {
        quick = quickly;
        return this;
    }

    /** The same, which {@code taking} takes back if its result cannot be read. */
    public PatientCall<R> undoing(Undo taking) {
        undo = taking;
        return this;
    }

    /** The same, instead of which a thread that waits does something else as long as care is to be taken. */
    public PatientCall<R> carefully(Care whether, Careful<R> instead) {
        care = whether;
        careful = instead;
        return this;
    }

    /** Whether a waiting operation's result says that it did something. */
    public static boolean isPresent(byte[] payload) {
        return payload.length > 0 && payload[0] != 0;
    }

    private long nextWaitMillis() {
        Duration longest = limit;
        if (longest == null) {
            return longestMillis;
        }
        long leftNanos = Durations.nanos(longest) - (System.nanoTime() - startNanos);
        return Math.max(0, Math.min(longestMillis, TimeUnit.NANOSECONDS.toMillis(leftNanos + 999_999)));
    }

    private boolean isOver() {
        return limit != null && nextWaitMillis() == 0;
    }

    /**
     * Waits for it.
     *
     * @throws InterruptedException if this thread was interrupted and the operation had no effect
     */
    public R await() throws InterruptedException {
        Careful<R> instead = careful;
        if (care != null && instead != null && care.isNeeded()) {
            R result = instead.get();
            care.read();
            return result;
        }
        while (true) {
            grid.requireMayWait();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the operation was sent");
            }
            long wait = nextWaitMillis();
            Call<byte[]> call = grid.waitingCall(collection, partition, operation.apply(wait), wait, payload -> {});
            byte[] payload = grid.waiting().awaitPatiently(call.submit(), wait, call::withdraw);
            if (isPresent(payload)) {
                return read(payload);
            }
            if (isOver()) {
                return reader.apply(null);
            }
        }
    }

    private R read(byte[] payload) {
        try {
            return reader.apply(payload);
        } catch (RuntimeException | Error e) {
            if (undo != null) {
                Undo.awaiting(undo, payload, e);
            }
            throw e;
        }
    }

    /** A future of its result; cancelling it ends the wait in the cluster. */
    public CompletableFuture<R> start() {
        CompletableFuture<R> result = new CompletableFuture<>();
        attempt(result);
        return result;
    }

    private void read(byte[] payload, CompletableFuture<R> result) {
        if (quick.test(payload)) {
            take(payload, result);
        } else {
            grid.decoders().execute(() -> take(payload, result), result::completeExceptionally);
        }
    }

    private void take(byte[] payload, CompletableFuture<R> result) {
        R value;
        try {
            value = reader.apply(payload);
        } catch (Throwable e) {
            // What the user's own serialization throws is for the user.
            if (undo == null) {
                result.completeExceptionally(e);
            } else {
                Async.listen(Undo.noting(undo, payload, e), (done, never) -> result.completeExceptionally(e));
            }
            return;
        }
        if (!result.complete(value)) {
            leftover.accept(payload);
        }
    }

    private void attempt(CompletableFuture<R> result) {
        long wait = nextWaitMillis();
        CompletableFuture<byte[]> source = grid.waitingCall(
                        collection, partition, operation.apply(wait), wait, leftover)
                .submit();
        Async.cancels(result, source);
        Async.listen(source, (payload, failure) -> {
            try {
                if (failure != null) {
                    result.completeExceptionally(Async.forUser(failure));
                } else if (isPresent(payload)) {
                    read(payload, result);
                } else if (isOver()) {
                    result.complete(reader.apply(null));
                } else if (!result.isDone()) {
                    attempt(result);
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }
}
