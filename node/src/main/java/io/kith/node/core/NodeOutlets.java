package io.kith.node.core;

import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.MemoryJournal;

/** Where what happens to a node's partitions goes besides its memory. Used on the data loop of the shard. */
public interface NodeOutlets {
    /** Nowhere. */
    NodeOutlets NONE = new NodeOutlets() {};

    /** Where shard {@code index} writes what happens to its partitions; asked for once. */
    default Journal journal(int index) {
        return MemoryJournal.INSTANCE;
    }

    /** Who is told of what the partitions of shard {@code index} commit; asked for once. */
    default Commits commits(int index) {
        return (partition, term, primary, entry, outcome) -> {};
    }
}
