package io.kith.replication.host;

import io.kith.config.Change;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.MemoryJournal;
import io.kith.transport.NodeId;

/** What a shard needs of its node's control loop. Calls return at once; the control loop acts later. */
public interface ShardHost {

    /** Asks for {@code change}, bound to the instance that follows config {@code configId}. */
    void propose(long configId, Change change);

    /** {@code peer} knows a newer config than this shard holds. */
    void behind(NodeId peer);

    /**
     * The shard's partitions hold data of so many bytes now, about. Told only when that has changed, and not too often.
     *
     * @param refused whether something has been refused for want of memory since it was told last
     */
    default void stored(long bytes, boolean refused) {}

    /** Where the shard's partitions write what happens to them; asked for once. */
    default Journal journal() {
        return MemoryJournal.INSTANCE;
    }

    /** Who is told of each entry that a partition of the shard commits, besides those who wait for answers; asked for once. */
    default Commits commits() {
        return (partition, term, primary, entry, outcome) -> {};
    }
}
