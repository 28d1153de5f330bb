package io.kith.client.lock;

import io.kith.client.AsyncLock;
import io.kith.client.KithException;
import io.kith.client.RemoteLock;
import io.kith.client.grid.Durations;
import io.kith.client.registry.NamedCollection;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteLock} as this process sees it. */
public final class LockProxy implements RemoteLock {
    private final LockCore core;
    private final AsyncLock async;
    private final @Nullable UUID token;

    /** The lock as {@code named}, owned by threads; {@code holds} are those of the client. */
    public LockProxy(NamedCollection named, LockHolds holds) {
        this(new LockCore(named, holds), null);
    }

    private LockProxy(LockCore core, @Nullable UUID token) {
        this.core = core;
        this.async = new AsyncLockProxy(core);
        this.token = token;
    }

    private UUID owner() {
        return token == null ? core.holds().thisThread() : token;
    }

    @Override
    public String name() {
        return core.named().name();
    }

    @Override
    public AsyncLock async() {
        return async;
    }

    @Override
    public RemoteLock ownedBy(UUID owner) {
        return new LockProxy(core, Objects.requireNonNull(owner));
    }

    @Override
    public void destroy() {
        core.named().awaitDestroyed();
    }

    // ---- locking

    @Override
    public void lock() {
        lockWhateverHappens(null);
    }

    @Override
    public void lock(Duration lease) {
        lockWhateverHappens(Objects.requireNonNull(lease));
    }

    private void lockWhateverHappens(@Nullable Duration lease) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    requireGot(core.lock(owner(), lease, null).await());
                    return;
                } catch (InterruptedException e) {
                    // It had no effect, and is asked for again.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void requireGot(@Nullable Long fence) {
        if (fence == null) {
            throw new KithException("an operation that waits for ever ended without the lock");
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        requireGot(core.lock(owner(), null, null).await());
    }

    @Override
    public boolean tryLock() {
        return core.tryLock(owner()).await() != null;
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        Duration limit = Durations.of(time, unit);
        return core.lock(owner(), null, limit).await() != null;
    }

    @Override
    public boolean tryLock(Duration wait, Duration lease) throws InterruptedException {
        return core.lock(owner(), Objects.requireNonNull(lease), Objects.requireNonNull(wait))
                        .await()
                != null;
    }

    @Override
    public void unlock() {
        core.unlock(owner()).await();
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException(
                "a lock in the cluster has no conditions: a thread that waits for another "
                        + "one's word waits best at a RemoteVecDeque");
    }

    // ---- looking

    @Override
    public long fencingToken() {
        return core.fencingToken(owner());
    }

    @Override
    public boolean isHeld() {
        return core.isHeldBy(owner()).await();
    }

    @Override
    public boolean isLocked() {
        return core.isLocked().await();
    }

    @Override
    public String toString() {
        return "the lock '" + name() + "'";
    }
}
