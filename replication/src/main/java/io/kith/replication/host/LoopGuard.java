package io.kith.replication.host;

/** Knows whether the loop that a shard belongs to is the one that runs now. */
@FunctionalInterface
public interface LoopGuard {

    /** Whether the caller runs on that loop. */
    boolean isOnLoop();
}
