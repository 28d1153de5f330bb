package io.kith.replication.primary;

import io.kith.config.Change;
import io.kith.replication.shared.PartitionConfig;
import io.kith.transport.NodeId;

/** The term in which this node is a partition's primary, and what it may ask for in it. */
public final class PrimaryTerm {
    private final PartitionConfig here;
    private final int partition;
    private final long number;

    /** The term {@code number} of the partition. */
    public PrimaryTerm(PartitionConfig here, long number) {
        this.here = here;
        this.partition = here.partition();
        this.number = number;
    }

    int partition() {
        return partition;
    }

    long number() {
        return number;
    }

    NodeId self() {
        return here.self();
    }

    PartitionConfig here() {
        return here;
    }

    /** Asks to make a joiner a replica. */
    void promote(NodeId joiner) {
        here.propose(new Change.Promote(self(), partition, number, joiner));
    }

    /** Asks to strike a replica off the list. */
    void drop(NodeId replica) {
        here.propose(new Change.Drop(self(), partition, number, replica));
    }

    /** Asks to make another replica the primary. */
    void moveTo(NodeId successor) {
        here.propose(new Change.MovePrimary(self(), partition, number, successor));
    }
}
