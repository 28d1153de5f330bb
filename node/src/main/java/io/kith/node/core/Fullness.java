package io.kith.node.core;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.node.view.MemoryUse;
import io.kith.transport.NodeId;
import java.util.function.Consumer;

/** What a node's shards hold of data, told to each of them; and asks for the config to say whether the node is full. */
final class Fullness {
    private final NodeId self;
    private final ShardLoops shards;
    private final Consumer<Change> propose;
    private final MemoryWatch memory;

    Fullness(NodeId self, ShardLoops shards, Consumer<Change> propose) {
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

    /** What all shards hold, against their limit. */
    MemoryUse memory(long limitBytes) {
        return new MemoryUse(memory.totalBytes(), limitBytes);
    }
}
