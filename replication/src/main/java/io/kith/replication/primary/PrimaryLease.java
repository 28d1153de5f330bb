package io.kith.replication.primary;

import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primary's right to read alone, and what it delegates of it to its replicas. */
final class PrimaryLease {
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final PrimaryTerm term;
    private final PrimarySets sets;
    private final Followers followers;
    private final PartitionLeases leases;
    private final SafetyRules rules;
    private List<NodeId> undelegated = List.of();

    PrimaryLease(PrimaryTerm term, PrimarySets sets, Followers followers, PartitionLeases leases, SafetyRules rules) {
        this.term = term;
        this.sets = sets;
        this.followers = followers;
        this.leases = leases;
        this.rules = rules;
    }

    /** Until when the primary may read alone, by this node's clock. */
    private long untilNanos() {
        long untilNanos = FOR_EVER;
        List<NodeId> set = sets.lease();
        for (int i = 0; i < set.size(); i++) {
            untilNanos = Math.min(untilNanos, leases.node().grantedUntilNanos(set.get(i)));
        }
        return untilNanos;
    }

    /** Whether the primary may read alone. */
    boolean runs(long nowNanos) {
        return rules.mayReadAlone(nowNanos, untilNanos());
    }

    /** Gives no more read leases to {@code replicas}, which are to be dropped. */
    void delegateNoMoreTo(List<NodeId> replicas) {
        undelegated = replicas;
    }

    /** The lease to delegate to {@code node} with the answer to its heartbeat, if any; remembered. */
    @Nullable
    Delegation delegateTo(NodeId node, long nowNanos) {
        if (undelegated.contains(node) || !term.here().lists(node)) {
            return null;
        }
        long durationNanos = rules.delegationNanos(term.here().leaseNanos(), untilNanos() - nowNanos);
        if (durationNanos <= 0) {
            return null;
        }
        long rememberedNanos = rules.rememberedNanos(term.here().config().parameters(), durationNanos);
        leases.delegations().gave(node, nowNanos + rememberedNanos);
        return new Delegation(followers.commitPoint(node), durationNanos);
    }
}
