package io.kith.client.map;

import io.kith.client.grid.Async;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes a step again and again, each with what the one before came to. However many there are, neither the stack nor a
 * chain of futures grows, as it would if each step's future were made of the next one's.
 *
 * @param <S> where the loop is
 */
final class AsyncLoop<S> {
    private final Predicate<S> goesOn;
    private final Function<S, CompletableFuture<S>> step;
    private final CompletableFuture<S> end = new CompletableFuture<>();

    private AsyncLoop(Predicate<S> goesOn, Function<S, CompletableFuture<S>> step) {
        this.goesOn = goesOn;
        this.step = step;
    }

    /** A future of the first state for which {@code goesOn} does not hold. Cancelling it ends the loop. */
    static <S> CompletableFuture<S> from(S start, Predicate<S> goesOn, Function<S, CompletableFuture<S>> step) {
        AsyncLoop<S> loop = new AsyncLoop<>(goesOn, step);
        loop.run(start);
        return loop.end;
    }

    private void run(S start) {
        S state = start;
        try {
            while (!end.isDone()) {
                if (!goesOn.test(state)) {
                    end.complete(state);
                    return;
                }
                CompletableFuture<S> next = step.apply(state);
                if (!next.isDone() || next.isCompletedExceptionally()) {
                    Async.listen(next, (reached, failure) -> {
                        if (failure == null) {
                            run(reached);
                        } else {
                            end.completeExceptionally(Async.forUser(failure));
                        }
                    });
                    return;
                }
                state = next.join();
            }
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }
}
