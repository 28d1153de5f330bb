package io.kith.client;

import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.collections.wire.Operations;
import io.kith.config.Change;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request on behalf of a user, and the future of its result.
 *
 * @param <R> what is read from the encoded result
 */
final class Call<R extends @Nullable Object> extends Request {
    private final Runnable ended;
    private final boolean waits;
    private final Function<byte[], ? extends R> reader;
    private final boolean forUser;
    private final Consumer<byte[]> leftover;
    private final Result<R> result = new Result<>(this);
    private volatile @Nullable ClientLoop loop;

    /** Cancelling it gives the request up. */
    private static final class Result<R extends @Nullable Object> extends CompletableFuture<R> {
        private final Call<R> call;

        Result(Call<R> call) {
            this.call = call;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                call.giveUp();
            }
            return cancelled;
        }
    }

    private Call(
            int partition,
            byte[] operation,
            long waitMillis,
            long deadlineNanos,
            Runnable ended,
            Function<byte[], ? extends R> reader,
            boolean forUser,
            Consumer<byte[]> leftover) {
        super(
                Operations.isRead(operation),
                partition,
                operation,
                waitMillis < 0 ? COMMON_LANE : WAITING_LANE,
                deadlineNanos,
                Math.max(0, waitMillis));
        this.ended = ended;
        this.reader = reader;
        this.forUser = forUser;
        this.leftover = leftover;
        this.waits = waitMillis >= 0;
    }

    /** A proposal. */
    private Call(Change change, long deadlineNanos, Runnable ended, Function<byte[], ? extends R> reader) {
        super(change, deadlineNanos);
        this.ended = ended;
        this.reader = reader;
        this.forUser = false;
        this.leftover = Call::forget;
        this.waits = false;
    }

    /**
     * An operation whose future fails with {@link RequestFailedException}.
     *
     * @param ended called once, before the result is there
     */
    static Call<byte[]> of(int partition, byte[] operation, long deadlineNanos, Runnable ended) {
        return new Call<>(partition, operation, -1, deadlineNanos, ended, payload -> payload, false, Call::forget);
    }

    /**
     * An operation whose future is for a user, and fails with what users are to see.
     *
     * @param ended called once, before the result is there
     * @param reader makes of the encoded result what the future is of, on the client's event loop
     */
    static <R extends @Nullable Object> Call<R> forUser(
            int partition, byte[] operation, long deadlineNanos, Runnable ended, Function<byte[], ? extends R> reader) {
        return new Call<>(partition, operation, -1, deadlineNanos, ended, reader, true, Call::forget);
    }

    /**
     * An operation that may wait at the primary.
     *
     * @param waitMillis for how long
     * @param ended called once, before the result is there
     * @param leftover takes the result if the future was cancelled before
     */
    static Call<byte[]> waiting(
            int partition,
            byte[] operation,
            long waitMillis,
            long deadlineNanos,
            Runnable ended,
            Consumer<byte[]> leftover) {
        return new Call<>(partition, operation, waitMillis, deadlineNanos, ended, payload -> payload, false, leftover);
    }

    /** A proposal. */
    static Call<byte[]> proposal(Change change, long deadlineNanos, Runnable ended) {
        return new Call<>(change, deadlineNanos, ended, payload -> payload);
    }

    private static void forget(byte[] payload) {
        // Nobody is left who could want it, and it has no effect that should be undone.
    }

    /** Hands it to an event loop. */
    CompletableFuture<R> submitTo(ClientLoop eventLoop) {
        loop = eventLoop;
        eventLoop.submit(this);
        return result;
    }

    /** The same, by a thread that waits for the result and may drive the loop meanwhile. */
    CompletableFuture<R> runOn(ClientLoop eventLoop) {
        loop = eventLoop;
        eventLoop.submitAndDrive(this);
        return result;
    }

    /** Ends the wait of an operation that waits: the result is what it has got by then, if anything. */
    void withdraw() {
        ClientLoop eventLoop = loop;
        if (eventLoop != null) {
            eventLoop.withdraw(this);
        }
    }

    private void giveUp() {
        ClientLoop eventLoop = loop;
        if (waits) {
            withdraw();
        } else if (eventLoop != null) {
            eventLoop.cancel(this);
        }
    }

    @Override
    protected void succeeded(byte[] payload) {
        ended.run();
        if (result.isDone()) {
            leftover.accept(payload);
            return;
        }
        R value;
        try {
            value = reader.apply(payload);
        } catch (Throwable e) {
            // What the user's own serialization throws is for the user.
            result.completeExceptionally(e);
            return;
        }
        if (!result.complete(value)) {
            leftover.accept(payload);
        }
    }

    @Override
    protected void failed(Failure failure) {
        ended.run();
        RequestFailedException refused = new RequestFailedException(failure);
        result.completeExceptionally(forUser ? refused.forUser() : refused);
    }

    /** It was given up and will not be called back. */
    void abandoned() {
        ended.run();
    }
}
