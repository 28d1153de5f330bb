package io.kith.replication;

import io.kith.replication.backup.BackupReads;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.Replica;
import io.kith.replication.primary.Primary;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a partition looks to those who inspect it. */
final class PartitionSight {
    private final PartitionConfig here;
    private final Holding holding;
    private final PartitionLeases leases;
    private final BackupReads backupReads;
    private final PartitionTurn turn;
    private final SafetyRules rules;

    PartitionSight(
            PartitionConfig here,
            Holding holding,
            PartitionLeases leases,
            BackupReads backupReads,
            PartitionTurn turn,
            SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.leases = leases;
        this.backupReads = backupReads;
        this.turn = turn;
        this.rules = rules;
    }

    /** What this node knows and does about it right now, as primary if it has that role. */
    PartitionView of(@Nullable Primary role) {
        long nowNanos = turn.now();
        boolean leased = role == null ? backupReads.mayRead(nowNanos) : role.canRead(nowNanos);
        Replica fallen = holding.fallen();
        Replica replica = fallen == null ? holding.replica() : fallen;
        return new PartitionView(
                holding.replica().adoptedTerm(),
                replica.holdsData(),
                replica.complete(),
                replica.log().last(),
                replica.persistedThrough(),
                replica.committed(),
                role == null ? 0 : role.term(),
                role != null && role.isActive(),
                role != null && role.hasGivenUp(),
                role == null ? List.of() : withSelf(role.acknowledgeSet()),
                leased && !leases.node().wouldEnd(),
                delegatedTo(nowNanos),
                fallen != null,
                replica.isUnfinished());
    }

    private List<NodeId> withSelf(List<NodeId> others) {
        List<NodeId> all = new ArrayList<>(1 + others.size());
        all.add(here.self());
        all.addAll(others);
        return all;
    }

    private List<NodeId> delegatedTo(long nowNanos) {
        boolean bound = !rules.mayCommitWithout(true) && !leases.delegations().isEmpty();
        return bound ? leases.delegations().runningAtOthers(here.self(), nowNanos) : List.of();
    }
}
