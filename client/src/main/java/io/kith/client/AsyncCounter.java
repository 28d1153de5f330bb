package io.kith.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteCounter} whose operations return at once with a future of their result; see {@link AsyncHashMap} for what
 * that means.
 */
public interface AsyncCounter {

    /** See {@link RemoteCounter#get}. */
    CompletableFuture<Long> get();

    /** See {@link RemoteCounter#set}. */
    CompletableFuture<@Nullable Void> set(long value);

    /** See {@link RemoteCounter#addAndGet}. */
    CompletableFuture<Long> addAndGet(long delta);

    /** See {@link RemoteCounter#getAndAdd}. */
    CompletableFuture<Long> getAndAdd(long delta);

    /** See {@link RemoteCounter#getAndSet}. */
    CompletableFuture<Long> getAndSet(long value);

    /** See {@link RemoteCounter#compareAndSet}. */
    CompletableFuture<Boolean> compareAndSet(long expected, long value);

    /** See {@link RemoteCounter#incrementAndGet}. */
    default CompletableFuture<Long> incrementAndGet() {
        return addAndGet(1);
    }

    /** See {@link RemoteCounter#decrementAndGet}. */
    default CompletableFuture<Long> decrementAndGet() {
        return addAndGet(-1);
    }

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
