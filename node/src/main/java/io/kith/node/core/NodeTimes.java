package io.kith.node.core;

import io.kith.membership.MembershipTimes;
import io.kith.replication.host.ReplicationTimes;

/**
 * The times a node works with, besides those fixed with the cluster.
 *
 * @param membership heartbeats and suspicion
 * @param replication resending, copying, handing over
 * @param wishNanos after how long a change that was asked for and not decided is asked for again
 * @param hungLoopNanos after how long without a sign of life a data loop counts as hung
 */
public record NodeTimes(MembershipTimes membership, ReplicationTimes replication, long wishNanos, long hungLoopNanos) {

    /** The times that go with a lease of 1 s. */
    public static NodeTimes defaults() {
        return new NodeTimes(MembershipTimes.defaults(), ReplicationTimes.defaults(), 250_000_000L, 1_000_000_000L);
    }
}
