package io.kith.client.lock;

import io.kith.client.AsyncLock;
import io.kith.client.KithException;
import io.kith.client.grid.Async;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a lock. */
record AsyncLockProxy(LockCore core) implements AsyncLock {

    @Override
    public CompletableFuture<Long> lock(UUID owner) {
        return Async.map(core.lock(owner, null, null).start(), AsyncLockProxy::present);
    }

    @Override
    public CompletableFuture<Long> lock(UUID owner, Duration lease) {
        return Async.map(core.lock(owner, Objects.requireNonNull(lease), null).start(), AsyncLockProxy::present);
    }

    private static Long present(@Nullable Long fence) {
        if (fence == null) {
            throw new KithException("an operation that waits for ever ended without the lock");
        }
        return fence;
    }

    @Override
    public CompletableFuture<@Nullable Long> tryLock(UUID owner, Duration wait) {
        return core.lock(owner, null, Objects.requireNonNull(wait)).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> unlock(UUID owner) {
        return core.unlock(owner).start();
    }

    @Override
    public CompletableFuture<Boolean> isLocked() {
        return core.isLocked().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return core.named().destroy();
    }
}
