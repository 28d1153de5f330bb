package io.kith.simulation.oracle;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * One node's part in one partition at this instant.
 *
 * @param adoptedTerm the term it has adopted
 * @param complete whether it holds all of the partition's data up to {@code lastSequence}
 * @param lastSequence the last entry it holds
 * @param committedSequence the last entry it knows to be committed
 * @param primaryTerm the term in which it is primary, 0 if it is not
 * @param active whether it is primary and active
 * @param acknowledgeSet itself and whose acknowledgement it waits for, if it is primary
 * @param canRead whether it would answer a read by lease right now
 * @param delegatedTo nodes without which it commits nothing because it delegated a read lease to them
 */
public record ReplicaView(
        long adoptedTerm,
        boolean complete,
        long lastSequence,
        long committedSequence,
        long primaryTerm,
        boolean active,
        List<NodeId> acknowledgeSet,
        boolean canRead,
        List<NodeId> delegatedTo) {

    /** A node that has nothing to do with the partition. */
    public static final ReplicaView NONE = new ReplicaView(0, false, 0, 0, 0, false, List.of(), false, List.of());
}
