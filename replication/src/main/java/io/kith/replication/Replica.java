package io.kith.replication;

import io.kith.collections.Kinds;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionState;
import java.util.List;
import java.util.function.Consumer;

/** One node's copy of a partition: the state as of the commit point, and the log behind it. */
final class Replica {
    private long adoptedTerm;
    private boolean holdsData;
    private boolean complete;
    private long copyTerm;
    private long copyNumber;
    private long copyConfigId;
    private long pieces;
    private long committed;
    private ReplicaLog log = new ReplicaLog(0);
    private PartitionState state;
    private long leaseTerm;
    private long leaseUntilNanos = ReceivedGrants.NEVER;

    private Replica(long adoptedTerm, PartitionState state) {
        this.adoptedTerm = adoptedTerm;
        this.state = state;
    }

    /** Holds nothing, not even an empty partition. */
    static Replica none(long adoptedTerm, ProtocolRules rules) {
        return new Replica(adoptedTerm, PartitionState.empty(Kinds.all(), rules.sessions()));
    }

    /** Holds an empty partition that never had a write. */
    static Replica fresh(long adoptedTerm, ProtocolRules rules) {
        Replica replica = none(adoptedTerm, rules);
        replica.holdsData = true;
        replica.complete = true;
        return replica;
    }

    /** Begins a copy: holds nothing yet. */
    static Replica joining(long term, long copyNumber, long copyConfigId, long baseSequence, ProtocolRules rules) {
        Replica replica = new Replica(term, PartitionState.copying(Kinds.all(), rules.sessions()));
        replica.holdsData = true;
        replica.copyTerm = term;
        replica.copyNumber = copyNumber;
        replica.copyConfigId = copyConfigId;
        replica.committed = baseSequence;
        replica.log = new ReplicaLog(baseSequence);
        return replica;
    }

    /** Whether it holds the partition's data or a part of it. */
    boolean holdsData() {
        return holdsData;
    }

    /** Whether nothing of a copy is missing. */
    boolean complete() {
        return complete;
    }

    long adoptedTerm() {
        return adoptedTerm;
    }

    /** Adopts {@code term} if it is higher; it never goes down. */
    void adopt(long term) {
        adoptedTerm = Math.max(adoptedTerm, term);
    }

    long copyTerm() {
        return copyTerm;
    }

    /** The number of the copy it was made by in {@code term}, 0 if it was a replica when that term began. */
    long copyNumberIn(long term) {
        return copyTerm == term ? copyNumber : 0;
    }

    long copyConfigId() {
        return copyConfigId;
    }

    ReplicaLog log() {
        return log;
    }

    PartitionState state() {
        return state;
    }

    /** The state is that after this entry. */
    long committed() {
        return committed;
    }

    /** Applies the entries up to {@code sequence}, which are committed, and hands on what they complete. */
    void commitThrough(long sequence, Consumer<Completion> completed) {
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
    long pieces() {
        return pieces;
    }

    /** Takes the next piece of a copy, which is as of the commit point. */
    void install(byte[] chunk) {
        state.install(chunk);
        pieces++;
        complete = state.isComplete();
    }

    /** Whether an entry that is held but not known to be committed touches what {@code operation} reads. */
    boolean hasOpenWriteFor(byte[] operation) {
        for (long sequence = committed + 1; sequence <= log.last(); sequence++) {
            if (state.conflict(log.get(sequence).command().operation(), operation)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a read lease that was delegated in {@code term}. */
    void lease(long term, long untilNanos, ProtocolRules rules) {
        boolean voids = rules.on(Rule.ADOPTION_VOIDS_DELEGATIONS);
        if (voids && term < adoptedTerm) {
            return;
        }
        if (term > leaseTerm) {
            leaseTerm = term;
            leaseUntilNanos = voids ? untilNanos : Math.max(untilNanos, leaseUntilNanos);
        } else if (term == leaseTerm || !voids) {
            leaseUntilNanos = Math.max(leaseUntilNanos, untilNanos);
        }
    }

    /** Whether a delegated read lease runs at {@code nowNanos}. */
    boolean leased(long nowNanos, ProtocolRules rules) {
        if (rules.on(Rule.ADOPTION_VOIDS_DELEGATIONS) && leaseTerm != adoptedTerm) {
            return false;
        }
        return nowNanos < leaseUntilNanos;
    }

    long leaseTerm() {
        return leaseTerm;
    }

    void voidLease() {
        leaseUntilNanos = ReceivedGrants.NEVER;
    }

    /** With the rule off that adoption voids leases, a lease also outlives the data it was for. */
    void inheritLease(Replica earlier) {
        leaseTerm = earlier.leaseTerm;
        leaseUntilNanos = earlier.leaseUntilNanos;
    }
}
