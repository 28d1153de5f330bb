package io.kith.client.lock;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Durations;
import io.kith.client.grid.PatientCall;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock's operations, each declared once, for those who wait for its result and those who do not. */
final class LockCore {
    private static final Logger LOG = LoggerFactory.getLogger(LockCore.class);

    /** Who asks anew is last; so seldom, but before a session that does nothing else may be taken for silent, after a minute. */
    private static final long LONGEST_WAIT_MILLIS = 45_000;

    private final NamedCollection named;
    private final int partition;
    private final LockHolds holds;

    LockCore(NamedCollection named, LockHolds holds) {
        this.named = named;
        this.partition = named.home();
        this.holds = holds;
    }

    NamedCollection named() {
        return named;
    }

    LockHolds holds() {
        return holds;
    }

    private CollectionRef name() {
        return named.in(partition);
    }

    private static IllegalMonitorStateException notHeld(String name) {
        return new IllegalMonitorStateException("the lock '" + name + "' is not held by who unlocks it, or no longer");
    }

    /**
     * Waits for the lock; results in the fencing token, null if the time is over.
     *
     * @param lease how long it is held; null for as long as this client lives
     * @param limit how long to wait; null for ever
     */
    PatientCall<@Nullable Long> lock(UUID owner, @Nullable Duration lease, @Nullable Duration limit) {
        long leaseMillis = lease == null ? holds.leaseMillis() : Durations.millis(lease);
        return new PatientCall<>(
                named.grid(),
                named.handle(),
                partition,
                wait -> LockOperations.lock(name(), token(owner), leaseMillis, wait),
                LONGEST_WAIT_MILLIS,
                limit,
                payload -> payload == null ? null : got(owner, lease == null, LockOperations.fence(payload)),
                payload -> giveBack(owner));
    }

    /** The same, for who does not wait. */
    Call<@Nullable Long> tryLock(UUID owner) {
        byte[] operation = LockOperations.tryLock(name(), token(owner), holds.leaseMillis());
        return named.grid().holdingCall(named.handle(), partition, operation, payload -> {
            long fence = LockOperations.fence(payload);
            return fence == 0 ? null : got(owner, true, fence);
        });
    }

    private long got(UUID owner, boolean renews, long fence) {
        holds.got(this, owner, renews, fence);
        return fence;
    }

    /** Gives back what was got by an operation that nobody waits for any more. */
    private void giveBack(UUID owner) {
        Async.listen(unlock(owner).submit(), (payload, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "a lock that a cancelled operation had got could not be given back: its lease ends it",
                        failure);
            }
        });
    }

    /** Gives the lock back once; fails with {@link IllegalMonitorStateException} if that owner does not hold it. */
    Call<@Nullable Void> unlock(UUID owner) {
        byte[] operation = LockOperations.unlock(name(), token(owner));
        return named.grid().holdingCall(named.handle(), partition, operation, payload -> {
            int left = LockOperations.holdsLeft(payload);
            if (left <= 0) {
                holds.ended(this, owner);
            }
            if (left < 0) {
                throw notHeld(named.name());
            }
            return null;
        });
    }

    /** Lets that owner's lease begin anew; results in whether it still holds the lock. */
    Call<Boolean> extend(UUID owner) {
        byte[] operation = LockOperations.extend(name(), token(owner), holds.leaseMillis());
        return named.grid().holdingCall(named.handle(), partition, operation, Results::bool);
    }

    Call<Boolean> isLocked() {
        return named.call(
                partition,
                LockOperations.state(name()),
                payload -> LockOperations.view(payload).holder() != null);
    }

    Call<Boolean> isHeldBy(UUID owner) {
        return named.call(
                partition,
                LockOperations.state(name()),
                payload -> token(owner).equals(LockOperations.view(payload).holder()));
    }

    /** The token of the hold that this client knows of that owner. */
    long fencingToken(UUID owner) {
        Long fence = holds.fence(this, owner);
        if (fence == null) {
            throw new IllegalMonitorStateException("this owner has not locked '" + named.name() + "'");
        }
        return fence;
    }

    private static LockToken token(UUID owner) {
        return new LockToken(owner.getMostSignificantBits(), owner.getLeastSignificantBits());
    }
}
