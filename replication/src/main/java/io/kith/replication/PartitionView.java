package io.kith.replication;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * One node's part in one partition at one moment, for status pages, the simulator's invariants and nothing else.
 *
 * @param adoptedTerm the term it has adopted
 * @param holdsData whether it holds a copy or a part of one
 * @param complete whether nothing of the copy is missing
 * @param lastSequence the last entry it holds
 * @param committedSequence the last entry it knows to be committed
 * @param primaryTerm the term in which it is primary, 0 if it is not
 * @param active whether it is primary and active
 * @param handedOver whether it has proposed to give the role away
 * @param acknowledgeSet itself and the nodes whose acknowledgement it waits for, if it is primary
 * @param canRead whether it would answer a read by lease right now
 * @param delegatedTo nodes at which read leases run that it delegated: it commits nothing without them
 */
public record PartitionView(
        long adoptedTerm,
        boolean holdsData,
        boolean complete,
        long lastSequence,
        long committedSequence,
        long primaryTerm,
        boolean active,
        boolean handedOver,
        List<NodeId> acknowledgeSet,
        boolean canRead,
        List<NodeId> delegatedTo) {

    /** Of a node that holds no config yet. */
    static final PartitionView NOTHING =
            new PartitionView(0, false, false, 0, 0, 0, false, false, List.of(), false, List.of());

    static PartitionView of(PartitionServer server, ShardContext shard) {
        Replica replica = server.replica();
        PrimaryRole role = server.role();
        long nowNanos = shard.now();
        List<NodeId> set = List.of();
        if (role != null) {
            set = new ArrayList<>(1 + role.acknowledgeSet().size());
            set.add(shard.self);
            set.addAll(role.acknowledgeSet());
        }
        List<NodeId> delegatedTo = List.of();
        if (!server.delegations().isEmpty() && shard.rules.on(Rule.REMOVAL_WAITS_FOR_DELEGATION)) {
            delegatedTo = server.delegations().runningAtOthers(shard.self, nowNanos);
        }
        boolean leased = role != null
                ? role.isActive() && !role.hasGivenUp() && role.leased(nowNanos)
                : server.canReadByDelegation(nowNanos);
        boolean canRead = leased && !(shard.rules.on(Rule.SUSPENSION_ENDS_LEASES) && shard.suspension.wouldJump());
        return new PartitionView(
                replica.adoptedTerm(),
                replica.holdsData(),
                replica.complete(),
                replica.log().last(),
                replica.committed(),
                role == null ? 0 : role.term(),
                role != null && role.isActive(),
                role != null && role.hasGivenUp(),
                set,
                canRead,
                delegatedTo);
    }
}
