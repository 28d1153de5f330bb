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

    /**
     * There is no room here for the copies of so many of the shard's partitions, which stay where they are and are tried again; 0 once
     * there is. Told when that has changed.
     */
    default void copiesRefused(int partitions) {}

    /**
     * Something failed in a partition of the shard, so that it is stopped on this node; or more is known of what becomes of
     * it. Told once for each that is new.
     *
     * @param whatNow what becomes of it and what to do, for people
     * @param cause what failed
     */
    default void partitionStopped(int partition, String whatNow, Throwable cause) {}

    /** A partition that was stopped is copied here anew, or is of no concern to this node any more. */
    default void partitionGoesOn(int partition) {}

    /** What a primary here logged of its own accord was refused: that is a fault of the code, and has no effect. */
    default void ownCommandRefused(int partition, String reason) {}

    /** Where the shard's partitions write what happens to them; asked for once. */
    default Journal journal() {
        return MemoryJournal.INSTANCE;
    }

    /** Who is told of each entry that a partition of the shard commits, besides those who wait for answers; asked for once. */
    default Commits commits() {
        return (partition, term, primary, entry, outcome) -> {};
    }
}
