package io.kith.client;

import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.Reservation;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A deque's operations, and how they wait. */
final class DequeCore<E> extends SequenceCore<E> {
    /**
     * No request waits longer than this at the primary; then it is asked anew. So a session with nothing but waiting
     * requests is heard of often enough to be kept.
     */
    private static final long MAX_WAIT_MILLIS = 10_000;

    DequeCore(Grid grid, long id) {
        super(grid, id);
    }

    @Override
    byte[] pageAt(int from, int to) {
        return DequeOperations.pageAt(id(), from, to, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] pageBeside(@Nullable ItemId item, boolean backward) {
        return DequeOperations.pageBeside(id(), item, backward, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] removeItem(ItemId item) {
        return DequeOperations.removeItem(id(), item);
    }

    @Override
    byte[] removeItems(List<ItemId> items) {
        return DequeOperations.removeItems(id(), items);
    }

    @Override
    SequencePage page(byte[] payload) {
        return DequeOperations.page(payload);
    }

    /** Puts back what a take got that nobody waits for any more. */
    void putBack(boolean first, byte[] takenPayload) {
        byte[] element = Results.optionalBytes(takenPayload);
        if (element != null) {
            Async.listen(submit(DequeOperations.offer(id(), first, element)), (payload, failure) -> {
                if (failure != null || !Results.bool(payload)) {
                    ClientLoop.LOG.warn(
                            "an element that a cancelled operation had taken could not be put back", failure);
                }
            });
        }
    }

    /** Gives up a reservation that nobody waits for any more. */
    void releaseReservation(byte[] reservedPayload) {
        Reservation reservation = DequeOperations.reservation(reservedPayload);
        if (reservation != null) {
            Async.listen(submit(DequeOperations.release(id(), reservation.id())), (payload, failure) -> {
                if (failure != null) {
                    ClientLoop.LOG.debug("a reservation that was cancelled ends by itself", failure);
                }
            });
        }
    }

    /** The operation that bounds the number of elements. */
    byte[] settingCapacity(int elements) {
        if (elements < 1) {
            throw new IllegalArgumentException("a capacity is 1 or more, not " + elements);
        }
        return DequeOperations.setCapacity(id(), elements == Integer.MAX_VALUE ? 0 : elements);
    }

    /** How many elements there may be, as asked for. */
    static int capacityOf(byte[] payload) {
        long capacity = Results.number(payload);
        return capacity == 0 ? Integer.MAX_VALUE : Math.toIntExact(capacity);
    }

    /** Whether a waiting operation's result says that it did something. */
    static boolean isPresent(byte[] payload) {
        return payload.length > 0 && payload[0] != 0;
    }

    /**
     * Waits for an operation to do something, at most {@code limit}.
     *
     * @param operation makes it, given for how many milliseconds it may wait at the primary
     * @param limit null for ever
     * @return its result, or null if the time is over
     */
    byte @Nullable [] await(LongFunction<byte[]> operation, @Nullable Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long wait = nextWaitMillis(start, limit);
            byte[] payload = grid().awaitWaiting(partition(), operation.apply(wait), wait);
            if (isPresent(payload)) {
                return payload;
            }
            if (limit != null && nextWaitMillis(start, limit) == 0) {
                return null;
            }
        }
    }

    private static long nextWaitMillis(long startNanos, @Nullable Duration limit) {
        if (limit == null) {
            return MAX_WAIT_MILLIS;
        }
        long leftNanos = nanos(limit) - (System.nanoTime() - startNanos);
        return Math.max(0, Math.min(MAX_WAIT_MILLIS, TimeUnit.NANOSECONDS.toMillis(leftNanos + 999_999)));
    }

    private static long nanos(Duration limit) {
        return limit.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : limit.toNanos();
    }

    /**
     * The same, without waiting.
     *
     * @param reader makes of the result, null if the time is over, what the future is of
     * @param leftover takes a result that came after the future was cancelled
     */
    <R extends @Nullable Object> CompletableFuture<R> whenDone(
            LongFunction<byte[]> operation,
            @Nullable Duration limit,
            Function<byte @Nullable [], R> reader,
            java.util.function.Consumer<byte[]> leftover) {
        CompletableFuture<R> result = new CompletableFuture<>();
        attempt(System.nanoTime(), operation, limit, reader, leftover, result);
        return result;
    }

    private <R extends @Nullable Object> void attempt(
            long startNanos,
            LongFunction<byte[]> operation,
            @Nullable Duration limit,
            Function<byte @Nullable [], R> reader,
            java.util.function.Consumer<byte[]> leftover,
            CompletableFuture<R> result) {
        long wait = nextWaitMillis(startNanos, limit);
        CompletableFuture<byte[]> source = grid().submitWaiting(partition(), operation.apply(wait), wait, leftover);
        Async.cancels(result, source);
        Async.listen(source, (payload, failure) -> {
            try {
                if (failure != null) {
                    result.completeExceptionally(Grid.thrownFor(failure));
                } else if (isPresent(payload)) {
                    result.complete(reader.apply(payload));
                } else if (limit != null && nextWaitMillis(startNanos, limit) == 0) {
                    result.complete(reader.apply(null));
                } else if (!result.isDone()) {
                    attempt(startNanos, operation, limit, reader, leftover, result);
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }
}
