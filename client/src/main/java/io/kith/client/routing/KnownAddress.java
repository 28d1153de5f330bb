package io.kith.client.routing;

import io.kith.transport.NodeAddress;
import org.jspecify.annotations.Nullable;

/** An address that a client knows, and what became of its attempts to connect to it. */
final class KnownAddress {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** For how long nobody of the cluster must have been reached, and another one been found, until it counts as gone. */
    private static final long REPLACED_AFTER_NANOS = 3_000 * NANOS_PER_MILLI;

    /** How often an address at which another cluster was found is asked again who is there. */
    private static final long STRANGER_BACKOFF_NANOS = 5_000 * NANOS_PER_MILLI;

    final NodeAddress address;
    final boolean isSeed;

    boolean connecting;
    int failures;
    long lastTryNanos;
    long notBeforeNanos;

    /** Whether it had no room for who is idle, and until when it is left alone for that. */
    boolean isCrowded;

    long crowdedUntilNanos;

    /** What is wrong; null if nothing is known to be. */
    @Nullable
    String problem;

    /** Which cluster was found there, if it was another one. */
    @Nullable
    String stranger;

    private long strangerSinceNanos;
    private long strangerSeenNanos;

    KnownAddress(NodeAddress address, boolean isSeed, long nowNanos) {
        this.address = address;
        this.isSeed = isSeed;
        this.lastTryNanos = nowNanos;
        this.notBeforeNanos = nowNanos;
    }

    /** Another cluster is there. */
    void sawStranger(String cluster, long nowNanos) {
        strangerSinceNanos = stranger == null ? nowNanos : strangerSinceNanos;
        strangerSeenNanos = nowNanos;
        stranger = cluster;
    }

    /** Whether another cluster was there a moment ago. */
    boolean isStrangeLately(long nowNanos) {
        return stranger != null && nowNanos - strangerSeenNanos < STRANGER_BACKOFF_NANOS;
    }

    /** Whether another cluster is there, and was for so long that its own counts as gone if nobody of it is reached. */
    boolean isStrangeForLong(long nowNanos) {
        return stranger != null && nowNanos - strangerSinceNanos >= REPLACED_AFTER_NANOS;
    }

    /** What became of it, for people. */
    String problem(long nowNanos, boolean isUp) {
        if (connecting) {
            return "no answer yet, " + (nowNanos - lastTryNanos) / NANOS_PER_MILLI + " ms after it was asked"
                    + (problem == null ? "" : " once more; before: " + problem);
        }
        if (problem != null) {
            return problem;
        }
        return isUp ? "connected" : "not asked yet";
    }
}
