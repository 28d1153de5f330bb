package io.kith.client;

import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.collections.Operations;
import io.kith.config.Change;
import java.util.concurrent.CompletableFuture;

/** A request on behalf of a user, and the future of its encoded result. */
final class Call extends Request {
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final Runnable ended;

    /**
     * An operation.
     *
     * @param ended called once, before the result is there
     */
    Call(int partition, byte[] operation, int lane, long deadlineNanos, long patienceMillis, Runnable ended) {
        super(Operations.isRead(operation), partition, operation, lane, deadlineNanos, patienceMillis);
        this.ended = ended;
    }

    /** A proposal. */
    Call(Change change, long deadlineNanos, Runnable ended) {
        super(change, deadlineNanos);
        this.ended = ended;
    }

    /** Fails with {@link RequestFailedException}. Completed on the client's event loop. */
    CompletableFuture<byte[]> result() {
        return result;
    }

    @Override
    protected void succeeded(byte[] payload) {
        ended.run();
        result.complete(payload);
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
