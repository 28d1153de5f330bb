package io.kith.replication.log;

import io.kith.collections.Kinds;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionState;
import io.kith.replication.lease.ReadLease;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import java.util.List;
import java.util.function.Consumer;

/** One node's copy of a partition: the state as of the commit point, and the log behind it. */
public final class Replica {
    private final int partition;
    private final PartitionState state;
    private final ReplicaLog log;
    private final ReadLease lease = new ReadLease();
    private final long copyTerm;
    private final long copyNumber;
    private final long copyConfigId;
    private final boolean holdsData;
    private boolean complete;
    private long adoptedTerm;
    private long pieces;
    private long committed;

    private Replica(
            int partition,
            PartitionState state,
            ReplicaLog log,
            boolean holdsData,
            long adoptedTerm,
            long copyTerm,
            long copyNumber,
            long copyConfigId) {
        this.partition = partition;
        this.state = state;
        this.log = log;
        this.committed = log.last();
        this.holdsData = holdsData;
        this.adoptedTerm = adoptedTerm;
        this.copyTerm = copyTerm;
        this.copyNumber = copyNumber;
        this.copyConfigId = copyConfigId;
    }

    /** Holds nothing, not even an empty partition. */
    public static Replica none(int partition, long adoptedTerm, SafetyRules rules) {
        return empty(partition, false, adoptedTerm, rules);
    }

    /** Holds an empty partition that never had a write. */
    public static Replica fresh(int partition, long adoptedTerm, SafetyRules rules) {
        Replica replica = empty(partition, true, adoptedTerm, rules);
        replica.complete = true;
        return replica;
    }

    private static Replica empty(int partition, boolean holdsData, long adoptedTerm, SafetyRules rules) {
        PartitionState state = PartitionState.empty(Kinds.all(), rules.partitions());
        return new Replica(partition, state, new ReplicaLog(partition, 0, rules), holdsData, adoptedTerm, 0, 0, 0);
    }

    /** Begins a copy: holds nothing yet. */
    public static Replica joining(
            int partition, long term, long copyNumber, long copyConfigId, long baseSequence, SafetyRules rules) {
        PartitionState state = PartitionState.copying(Kinds.all(), rules.partitions());
        ReplicaLog log = new ReplicaLog(partition, baseSequence, rules);
        return new Replica(partition, state, log, true, term, term, copyNumber, copyConfigId);
    }

    /** Whether it holds the partition's data or a part of it. */
    public boolean holdsData() {
        return holdsData;
    }

    /** Whether nothing of a copy is missing. */
    public boolean complete() {
        return complete;
    }

    /** The term that it has adopted. */
    public long adoptedTerm() {
        return adoptedTerm;
    }

    /** Adopts {@code term} if it is higher; it never goes down. */
    public void adopt(long term) {
        adoptedTerm = Math.max(adoptedTerm, term);
    }

    /** The term in which it was copied here, 0 if it was not. */
    public long copyTerm() {
        return copyTerm;
    }

    /** The number of the copy it was made by in {@code term}, 0 if it was a replica when that term began. */
    public long copyNumberIn(long term) {
        return copyTerm == term ? copyNumber : 0;
    }

    /** The config that the primary held when the copy began. */
    public long copyConfigId() {
        return copyConfigId;
    }

    /** The entries behind what every replica has applied. */
    public ReplicaLog log() {
        return log;
    }

    /** What the entries up to the commit point have made. */
    public PartitionState state() {
        return state;
    }

    /** The read lease that a primary delegated for it. */
    public ReadLease lease() {
        return lease;
    }

    /** Whether it may be read by the lease at {@code nowNanos}. */
    public boolean leased(long nowNanos, SafetyRules rules) {
        return lease.runs(nowNanos, adoptedTerm, rules);
    }

    /** The state is that after this entry. */
    public long committed() {
        return committed;
    }

    /** Applies the entries up to {@code sequence}, which are committed, and hands on what they complete. */
    public void commitThrough(long sequence, Consumer<Completion> completed) {
        if (sequence < committed || sequence > log.last()) {
            throw new InvariantViolation(
                    "a commit point never goes down, nor beyond the log, but is to go from " + committed + " to "
                            + sequence,
                    partition,
                    adoptedTerm,
                    log.last());
        }
        while (committed < sequence) {
            LogEntry entry = log.get(committed + 1);
            List<Completion> completions = state.apply(entry.command());
            committed++;
            for (Completion completion : completions) {
                completed.accept(completion);
            }
        }
    }

    /** How many pieces of a copy it has taken. */
    public long pieces() {
        return pieces;
    }

    /** Takes the next piece of a copy, which is as of the commit point. */
    public void install(byte[] chunk) {
        state.install(chunk);
        pieces++;
        complete = state.isComplete();
    }

    /** Whether an entry that is held but not known to be committed touches what {@code operation} reads. */
    public boolean hasOpenWriteFor(byte[] operation) {
        for (long sequence = committed + 1; sequence <= log.last(); sequence++) {
            if (state.conflict(log.get(sequence).command().operation(), operation)) {
                return true;
            }
        }
        return false;
    }
}
