package io.kith.client.grid;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An operation of several requests, one after the other, declared once: run by a thread that {@linkplain #await waits} for
 * each, so that users' functions are called on it, or {@linkplain #start without} one, on the client's event loop.
 *
 * @param <R> what it results in
 */
public abstract class Steps<R extends @Nullable Object> {

    /** The next request, whose reader notes what came of it; null if it is done. */
    protected abstract @Nullable Call<?> next();

    /** What it resulted in; asked once it is done. */
    protected abstract R result();

    /** Whether what the steps came to so far is a result, in spite of one that failed. */
    protected boolean isEnough(Throwable failure) {
        return false;
    }

    /** Called when a future was cancelled: nobody takes what the steps have come to. */
    protected void abandoned() {
        // What they have done stays done, unless a subclass knows better.
    }

    /** Takes all steps and returns what they came to. */
    public final R await() {
        for (Call<?> call = next(); call != null; call = next()) {
            try {
                call.await();
            } catch (RuntimeException e) {
                if (!isEnough(e)) {
                    throw e;
                }
                break;
            }
        }
        return result();
    }

    /** A future of what they come to. Cancelling it gives up the step that is under way. */
    public final CompletableFuture<R> start() {
        End<R> end = new End<>(this);
        run(end);
        return end;
    }

    private static final class End<R extends @Nullable Object> extends CompletableFuture<R> {
        private final Steps<R> steps;
        private volatile @Nullable CompletableFuture<?> underWay;

        End(Steps<R> steps) {
            this.steps = steps;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            CompletableFuture<?> step = underWay;
            if (cancelled && step != null) {
                step.cancel(false);
            }
            if (cancelled) {
                steps.abandoned();
            }
            return cancelled;
        }
    }

    private void run(End<R> end) {
        try {
            while (!end.isDone()) {
                Call<?> call = next();
                if (call == null) {
                    end.complete(result());
                    return;
                }
                CompletableFuture<?> step = call.start();
                end.underWay = step;
                if (!step.isDone() || step.isCompletedExceptionally()) {
                    Async.listen(step, (done, failure) -> {
                        if (failure == null) {
                            run(end);
                        } else if (isEnough(failure)) {
                            end.complete(result());
                        } else {
                            end.completeExceptionally(Async.forUser(failure));
                        }
                    });
                    return;
                }
            }
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }
}
