package io.kith.node.core;

import io.kith.config.AddressProof;
import io.kith.config.VoteStore;
import io.kith.node.view.IntakeUse;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.MemoryJournal;

/**
 * Where what happens to a node's partitions, and what it binds itself to as a voter, goes besides its memory. Used on the
 * data loop of the shard, or on the control loop.
 */
public interface NodeOutlets {
    /** Nowhere. */
    NodeOutlets NONE = new NodeOutlets() {};

    /** Where shard {@code index} writes what happens to its partitions; asked for once. */
    default Journal journal(int index) {
        return MemoryJournal.INSTANCE;
    }

    /** Where this node keeps its promises and votes; asked for once. A node that has no disk is a new one at every start. */
    default VoteStore votes() {
        return VoteStore.none();
    }

    /** Finds out whether those who ask for admission are reached at their addresses; asked for once. */
    default AddressProof proof() {
        return AddressProof.none();
    }

    /** What the node takes in by its sockets; asked for now and then on the control loop. */
    default IntakeUse intake() {
        return IntakeUse.NONE;
    }

    /** Who is told of what the partitions of shard {@code index} commit; asked for once. */
    default Commits commits(int index) {
        return (partition, term, primary, entry, outcome) -> {};
    }
}
