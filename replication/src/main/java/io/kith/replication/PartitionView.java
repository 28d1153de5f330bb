package io.kith.replication;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * One node's part in one partition at one moment, for status pages, the simulator's invariants and nothing else.
 *
 * @param adoptedTerm the term it has adopted
 * @param holdsData whether it holds a copy or a part of one
 * @param complete whether nothing of the copy is missing
 * @param lastSequence the last entry it holds
 * @param persistedSequence the last entry of those that is persisted
 * @param committedSequence the last entry it knows to be committed
 * @param primaryTerm the term in which it is primary, 0 if it is not
 * @param active whether it is primary and active
 * @param handedOver whether it has proposed to give the role away
 * @param acknowledgeSet itself and the nodes whose acknowledgement it waits for, if it is primary
 * @param canRead whether it would answer a read by lease right now
 * @param delegatedTo nodes at which read leases run that it delegated: it commits nothing without them
 * @param fallen whether something failed in it and nothing of it is used any more, though the config lists this node
 * @param unfinished whether its state is between the last entry that counts and the next one, which takes long
 */
public record PartitionView(
        long adoptedTerm,
        boolean holdsData,
        boolean complete,
        long lastSequence,
        long persistedSequence,
        long committedSequence,
        long primaryTerm,
        boolean active,
        boolean handedOver,
        List<NodeId> acknowledgeSet,
        boolean canRead,
        List<NodeId> delegatedTo,
        boolean fallen,
        boolean unfinished) {

    /** Of a node that holds no config yet. */
    static final PartitionView NOTHING =
            new PartitionView(0, false, false, 0, 0, 0, 0, false, false, List.of(), false, List.of(), false, false);
}
