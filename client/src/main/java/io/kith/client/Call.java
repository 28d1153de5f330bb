package io.kith.client;

import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.collections.Operations;
import io.kith.config.Change;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request on behalf of a user, and the future of its encoded result. */
final class Call extends Request {
    private final Runnable ended;
    private final boolean waits;
    private final Consumer<byte[]> leftover;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>() {
        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                giveUp();
            }
            return cancelled;
        }
    };

    private volatile @Nullable ClientLoop loop;

    /**
     * An operation.
     *
     * @param waitMillis how long it may wait at the primary; -1 if it is not of that kind
     * @param ended called once, before the result is there
     * @param leftover takes the result of an operation that waits if its future was cancelled before
     */
    Call(
            int partition,
            byte[] operation,
            long waitMillis,
            long deadlineNanos,
            Runnable ended,
            Consumer<byte[]> leftover) {
        super(
                Operations.isRead(operation),
                partition,
                operation,
                waitMillis < 0 ? COMMON_LANE : WAITING_LANE,
                deadlineNanos,
                Math.max(0, waitMillis));
        this.ended = ended;
        this.leftover = leftover;
        this.waits = waitMillis >= 0;
    }

    /** A proposal. */
    Call(Change change, long deadlineNanos, Runnable ended) {
        super(change, deadlineNanos);
        this.ended = ended;
        this.leftover = payload -> {};
        this.waits = false;
    }

    /** Hands it to an event loop. */
    CompletableFuture<byte[]> submitTo(ClientLoop eventLoop) {
        loop = eventLoop;
        eventLoop.submit(this);
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

    /** Fails with {@link RequestFailedException}. Completed on the client's event loop. */
    CompletableFuture<byte[]> result() {
        return result;
    }

    @Override
    protected void succeeded(byte[] payload) {
        ended.run();
        if (!result.complete(payload)) {
            leftover.accept(payload);
        }
    }

    @Override
    protected void failed(Failure failure) {
        ended.run();
        result.completeExceptionally(new RequestFailedException(failure));
    }

    /** It was given up and will not be called back. */
    void abandoned() {
        ended.run();
    }
}
