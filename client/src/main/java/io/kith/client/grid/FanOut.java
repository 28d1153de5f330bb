package io.kith.client.grid;

import io.kith.client.routing.CollectionHandle;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many operations of one collection, in many partitions: so many at once, the next as soon as one is answered. */
public final class FanOut {

    /**
     * One of the operations.
     *
     * @param answer takes its result; of all steps' answers one is called at a time
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Step(int partition, byte[] operation, Consumer<byte[]> answer) {}

    /** Takes a partition's answer; called by one thread at a time. */
    @FunctionalInterface
    public interface Answers {
        void accept(int partition, byte[] payload);
    }

    private final Grid grid;
    private final @Nullable CollectionHandle collection;
    private final Iterator<Step> steps;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final boolean reads;
    private int underWay;

    private FanOut(Grid grid, @Nullable CollectionHandle collection, Iterator<Step> steps, boolean reads) {
        this.grid = grid;
        this.collection = collection;
        this.steps = steps;
        this.reads = reads;
    }

    /** Sends to every partition what {@code operation} gives for it. */
    public static CompletableFuture<@Nullable Void> overAll(
            Grid grid, @Nullable CollectionHandle collection, IntFunction<byte[]> operation, Answers answers) {
        return over(
                grid,
                collection,
                IntStream.range(0, grid.partitionCount())
                        .mapToObj(partition -> new Step(
                                partition, operation.apply(partition), payload -> answers.accept(partition, payload)))
                        .iterator());
    }

    /** Asks all partitions until {@code found} holds for one's answer; a future of whether it did for any. */
    public static CompletableFuture<Boolean> any(
            Grid grid, CollectionHandle collection, IntFunction<byte[]> operation, Predicate<byte[]> found) {
        AtomicBoolean any = new AtomicBoolean();
        Iterator<Step> all = IntStream.range(0, grid.partitionCount())
                .mapToObj(partition -> new Step(partition, operation.apply(partition), payload -> {
                    if (found.test(payload)) {
                        any.set(true);
                    }
                }))
                .iterator();
        Iterator<Step> untilFound = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !any.get() && all.hasNext();
            }

            @Override
            public Step next() {
                return all.next();
            }
        };
        return Async.map(over(grid, collection, untilFound), done -> any.get());
    }

    /** Takes all these steps. Steps that answers add to the end of the iterator are taken too. */
    public static CompletableFuture<@Nullable Void> over(
            Grid grid, @Nullable CollectionHandle collection, Iterator<Step> steps) {
        return start(new FanOut(grid, collection, steps, false));
    }

    /** The same where answers read users' objects: on a {@link Decoders} thread. */
    public static CompletableFuture<@Nullable Void> readingOver(
            Grid grid, @Nullable CollectionHandle collection, Iterator<Step> steps) {
        return start(new FanOut(grid, collection, steps, true));
    }

    private static CompletableFuture<@Nullable Void> start(FanOut fanOut) {
        fanOut.takeMore();
        return fanOut.done;
    }

    private void takeMore() {
        for (Step step = next(); step != null; step = next()) {
            take(step);
        }
    }

    /** The next step that may be taken now; null if none may, or none is left. */
    private @Nullable Step next() {
        synchronized (this) {
            if (done.isDone() || underWay >= grid.fanOut()) {
                return null;
            }
            if (steps.hasNext()) {
                underWay++;
                return steps.next();
            }
            if (underWay > 0) {
                return null;
            }
        }
        done.complete(null);
        return null;
    }

    private void take(Step step) {
        CompletableFuture<byte[]> result;
        try {
            result = grid.call(collection, step.partition(), step.operation()).submit();
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            return;
        }
        Async.listen(result, (payload, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            if (reads) {
                grid.decoders().execute(() -> answered(step, payload), done::completeExceptionally);
            } else {
                answered(step, payload);
            }
        });
    }

    private void answered(Step step, byte[] payload) {
        try {
            synchronized (this) {
                underWay--;
                if (!done.isDone()) {
                    step.answer().accept(payload);
                }
            }
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            return;
        }
        takeMore();
    }
}
