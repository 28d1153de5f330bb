package io.kith.client;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteLock} whose operations return at once with a future of their result; see {@link AsyncHashMap} for what
 * that means. Its owners are tokens: draw one at random for each activity that locks. Cancelling the future of an operation
 * that waits ends the wait; if the lock had been got already it is given back.
 */
public interface AsyncLock {

    /** Waits for the lock; the future is of the {@linkplain RemoteLock#fencingToken fencing token}. */
    CompletableFuture<Long> lock(UUID owner);

    /** The same, for {@code lease} at most. */
    CompletableFuture<Long> lock(UUID owner, Duration lease);

    /** Takes the lock if it is free, or comes free within {@code wait}; the future is of null if it did not. */
    CompletableFuture<@Nullable Long> tryLock(UUID owner, Duration wait);

    /** Gives the lock back; the future fails with {@link IllegalMonitorStateException} if {@code owner} does not hold it. */
    CompletableFuture<@Nullable Void> unlock(UUID owner);

    /** See {@link RemoteLock#isLocked}. */
    CompletableFuture<Boolean> isLocked();

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
