package io.kith.simulation.history;

/** Calls of locks. An owner may take a lock again that it holds, and has to give it back as often. */
public sealed interface LockCall {

    /** Names the lock. */
    Object lock();

    /** Answers the {@link LockModel.Standing}. */
    record Look(Object lock) implements LockCall {}

    /** Answers the fencing token, a Long, or null if somebody else holds the lock. */
    record Lock(Object lock, Object owner) implements LockCall {}

    /** Answers how often the owner holds the lock still, an Integer; -1 if it did not hold it. */
    record Unlock(Object lock, Object owner) implements LockCall {}

    /** Answers whether the owner holds the lock. */
    record Extend(Object lock, Object owner) implements LockCall {}

    /** The owner's lease, or its session, ends; answers null. Nobody asks for it, so its outcome is always unknown. */
    record End(Object lock, Object owner) implements LockCall {}
}
