package io.kith.replication.log;

import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.replication.safety.SafetyRules;

/** Makes the replicas that a node holds of one partition, one after the other. */
public final class Replicas {
    private final int partition;
    private final PartitionStates states;
    private final Journal journal;
    private final Runnable whenPersisted;
    private final SafetyRules rules;

    /**
     * Of {@code partition}.
     *
     * @param states makes what they hold; of the shard
     * @param whenPersisted what to do when more is persisted of a replica, after that was awaited
     */
    public Replicas(int partition, PartitionStates states, Journal journal, Runnable whenPersisted, SafetyRules rules) {
        this.partition = partition;
        this.states = states;
        this.journal = journal;
        this.whenPersisted = whenPersisted;
        this.rules = rules;
    }

    /** One that holds nothing, not even an empty partition. */
    public Replica none(long adoptedTerm) {
        return with(adoptedTerm, made(empty(), 0, false, Replica.Origin.NONE));
    }

    /** One that holds an empty partition that never had a write. */
    public Replica fresh(long adoptedTerm) {
        return with(adoptedTerm, made(empty(), 0, true, Replica.Origin.NONE)).complete(true);
    }

    /** The beginning of a copy: holds nothing yet. */
    public Replica joining(long term, long copyNumber, long copyConfigId, long baseSequence) {
        PartitionState state = states.copying();
        Replica.Origin copy = new Replica.Origin(term, copyNumber, copyConfigId);
        return with(term, made(state, baseSequence, true, copy)).begun();
    }

    /** Nothing is held any more of what was. */
    public void discarded() {
        journal.discard(partition);
    }

    private PartitionState empty() {
        return states.empty();
    }

    private static Replica with(long adoptedTerm, Replica replica) {
        replica.adopt(adoptedTerm);
        return replica;
    }

    private Replica made(PartitionState state, long baseSequence, boolean holdsData, Replica.Origin copy) {
        ReplicaLog log = new ReplicaLog(partition, baseSequence, journal, whenPersisted, rules);
        return new Replica(partition, journal, state, log, holdsData, copy);
    }
}
