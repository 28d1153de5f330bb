package io.kith.node.core;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.node.view.IntakeUse;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import io.kith.transport.NodeId;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What a node's shards hold of data, told to each of them, and what they have no room for; asks for the config to say whether the
 * node is full.
 */
final class Fullness {
    private final NodeId self;
    private final ShardLoops shards;
    private final Consumer<Change> propose;
    private final NodeEvents events;
    private final MemoryWatch memory;
    private final int[] refusedCopies;

    Fullness(NodeId self, ShardLoops shards, Consumer<Change> propose, NodeEvents events) {
        this.events = events;
        this.refusedCopies = new int[shards.count()];
        this.self = self;
        this.shards = shards;
        this.propose = propose;
        this.memory = new MemoryWatch(shards.count());
    }

    /** Shard {@code index} holds so much; {@code refused} says whether it refused something since it said so last. */
    void stored(int index, long bytes, boolean refused, long limitBytes) {
        memory.stored(index, bytes, refused, limitBytes);
        for (int i = 0; i < shards.count(); i++) {
            long elsewhereBytes = memory.elsewhereBytes(i);
            if (i != index) {
                shards.tell(i, shard -> shard.storedElsewhere(elsewhereBytes));
            }
        }
    }

    /** The limit is another one. */
    void limited(long limitBytes) {
        memory.look(false, limitBytes);
    }

    /** Asks for the config to say whether this node is full, if it says otherwise. */
    void ask(ClusterConfig current) {
        Member listed = current.member(self);
        if (listed != null && listed.full() != memory.isFull()) {
            propose.accept(new Change.MarkFull(self, memory.isFull()));
        }
    }

    /** In shard {@code index} there is no room for the copies of so many partitions. */
    void copiesRefused(int index, int partitions) {
        refusedCopies[index] = partitions;
        events.copiesRefused(refusedCopies());
    }

    private int refusedCopies() {
        return Arrays.stream(refusedCopies).sum();
    }

    /**
     * What the node tells of itself.
     *
     * @param limitBytes what its data may take; 0 if it holds none
     */
    NodeFigures figures(long limitBytes, int stoppedPartitions, IntakeUse intake) {
        MemoryUse use = limitBytes == 0 ? MemoryUse.NONE : new MemoryUse(memory.totalBytes(), limitBytes);
        return new NodeFigures(use, stoppedPartitions, intake, refusedCopies());
    }
}
