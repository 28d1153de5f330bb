package io.kith.client;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock in the cluster that one owner holds at a time: a thread of one program, or whoever knows a {@linkplain #ownedBy
 * token}. Reentrant: who holds it may lock it again, and unlocks it as often. Those who wait do so in the cluster and get it
 * in the order of their asking, also after a failover. Every operation is linearizable and applies exactly once.
 *
 * <p>A lock is freed when it is unlocked, when its lease ends, and when its holder's client is closed, dies, or is cut off
 * for so long that the cluster counts it as dead: while a client lives it renews what it holds without a lease of its own,
 * and what is not renewed for {@link ClientOptions#lockLease} is free. So a program that was stopped for long, or
 * cut off, may go on as if it held the lock while another one does. Nothing that a lock alone can do prevents that: hand
 * {@link #fencingToken} to what the lock protects, and have that refuse a token that is lower than one that it has seen.
 */
public interface RemoteLock extends Lock, RemoteObject {
    /** The same lock, with operations that do not wait; it is owned by tokens there, as no thread stays with a future. */
    AsyncLock async();

    /**
     * The same lock, owned by whoever has {@code token}: what one thread, or program, locks, another with the same token may
     * unlock. Draw it at random.
     */
    RemoteLock ownedBy(UUID token);

    /** Waits until this owner holds the lock. An interrupt does not end the wait; the thread stays interrupted. */
    @Override
    void lock();

    /**
     * Waits until this owner holds the lock, which it does for {@code lease} and no longer, unless it unlocks it before or
     * locks it again with another lease.
     *
     * @param lease at least a millisecond
     */
    void lock(Duration lease);

    /**
     * Waits so long at most for the lock, and holds it for {@code lease}.
     *
     * @param lease at least a millisecond
     * @return whether this owner holds it
     * @throws InterruptedException if this thread was interrupted and did not get the lock
     */
    boolean tryLock(Duration wait, Duration lease) throws InterruptedException;

    /**
     * Gives the lock back, as often as it was locked.
     *
     * @throws IllegalMonitorStateException if this owner does not hold it, any more or at all
     */
    @Override
    void unlock();

    /**
     * The token of the hold that this owner has, as this client knows it without asking: it is higher than that of every
     * hold before, whoever had it.
     *
     * @throws IllegalMonitorStateException if this owner has locked nothing here
     */
    long fencingToken();

    /** Whether this owner holds the lock, as the cluster has it. */
    boolean isHeld();

    /** Whether anybody holds the lock. */
    boolean isLocked();

    /**
     * There are none: a thread that waits for another one's word waits best at a {@link RemoteVecDeque}.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    Condition newCondition();
}
