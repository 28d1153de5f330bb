package io.kith.node.core;

import io.kith.replication.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A node's shards, each of which is spoken to on its own data loop. */
final class ShardLoops {
    private final List<Loop> loops;
    private final List<Shard> shards = new ArrayList<>();

    ShardLoops(List<Loop> loops) {
        this.loops = loops;
    }

    List<Loop> loops() {
        return loops;
    }

    /** The next loop's shard. */
    void add(Shard shard) {
        shards.add(shard);
    }

    int count() {
        return loops.size();
    }

    /** The shard of data loop {@code index}; for use on that loop. */
    Shard shard(int index) {
        return shards.get(index);
    }

    void tell(int index, Consumer<Shard> what) {
        Shard shard = shards.get(index);
        loops.get(index).post(() -> what.accept(shard));
    }

    void tellAll(Consumer<Shard> what) {
        for (int i = 0; i < shards.size(); i++) {
            tell(i, what);
        }
    }
}
