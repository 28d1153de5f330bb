package io.kith.replication.log;

import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionState;
import io.kith.replication.lease.ReadLease;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node's copy of a partition: the state as of the commit point, and the log behind it. */
public final class Replica implements Journal.Persisted {
    private final int partition;
    private final PartitionState state;
    private final ReplicaLog log;
    private final ReadLease lease = new ReadLease();
    private final Journal journal;
    private final long copyTerm;
    private final long copyNumber;
    private final long copyConfigId;
    private final boolean holdsData;
    private boolean complete;
    private long adoptedTerm;
    private long committable;
    private @Nullable LogEntry failedAt;

    /** The next entry, if it is half done. */
    private @Nullable LogEntry begun;

    private long pieces;
    private long piecesPersisted;

    /** Holds what {@code state} and {@code log} hold, as of the end of the log. */
    Replica(int partition, Journal journal, PartitionState state, ReplicaLog log, boolean holdsData, Origin copy) {
        this.partition = partition;
        this.journal = journal;
        this.state = state;
        this.log = log;
        this.holdsData = holdsData;
        this.copyTerm = copy.term;
        this.copyNumber = copy.number;
        this.copyConfigId = copy.configId;
    }

    /** By which copy a replica came here; all 0 if by none. */
    record Origin(long term, long number, long configId) {
        static final Origin NONE = new Origin(0, 0, 0);
    }

    /** It lacks nothing, as there never was anything. */
    Replica complete(boolean lacksNothing) {
        complete = lacksNothing;
        return this;
    }

    /** It begins as a copy. */
    Replica begun() {
        piecesPersisted = -1;
        journal.beginCopy(partition, copyTerm, copyNumber, log.committed(), this);
        return this;
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
        return log.committed();
    }

    /** Up to where what it holds is known to be committed, if that was not all applied when it became known. */
    public long committable() {
        return committable;
    }

    /** What it holds up to {@code sequence} is committed, and is to be applied in later turns of the loop. */
    public void committableThrough(long sequence) {
        committable = Math.max(committable, sequence);
    }

    /**
     * Applies the entries up to {@code sequence}, which are committed, at once.
     *
     * @param term the term in which they are known to be
     * @param primary whether they were committed by this node
     * @param commits told of each of them
     */
    public void commitThrough(long sequence, long term, boolean primary, Commits commits) {
        requireInLog(sequence);
        do {
            while (isUnfinished()) {
                goOn(term, primary, commits);
            }
            commitUntilLong(sequence, term, primary, commits);
        } while (isUnfinished());
    }

    /** Does the same until an entry takes long, if one does; that is left {@linkplain #isUnfinished unfinished}, and does not count. */
    public void commitSoon(long sequence, long term, boolean primary, Commits commits) {
        requireInLog(sequence);
        commitUntilLong(sequence, term, primary, commits);
    }

    private void commitUntilLong(long sequence, long term, boolean primary, Commits commits) {
        boolean struckOut = log.hasStrikes();
        while (log.committed() < sequence && !isUnfinished()) {
            LogEntry entry = log.get(log.committed() + 1);
            List<Completion> outcome;
            try {
                if (struckOut && log.isStruckOut(entry.sequence())) {
                    commits.struckOut(partition, entry.sequence());
                    outcome = state.refuse(entry.command());
                } else {
                    outcome = state.begin(entry.command());
                }
            } catch (RuntimeException e) {
                failedAt = entry;
                throw e;
            }
            if (outcome == null) {
                begun = entry;
            } else {
                log.oneMoreCommitted();
                commits.committed(partition, term, primary, entry, outcome);
            }
        }
    }

    private void requireInLog(long sequence) {
        if (sequence < log.committed() || sequence > log.last()) {
            throw new InvariantViolation(
                    "a commit point never goes down, nor beyond the log, but is to go from " + log.committed() + " to "
                            + sequence,
                    partition,
                    adoptedTerm,
                    log.last());
        }
    }

    /** Whether the next entry, or what was kept while something was copied, is half done. */
    public boolean isUnfinished() {
        return state.isUnfinished();
    }

    /** The last entry that is sure to be applied: it is, or was begun. What is promised of committed entries holds of it. */
    public long decided() {
        return begun == null ? log.committed() : log.committed() + 1;
    }

    /** Does the next slice of that. */
    public void goOn(long term, boolean primary, Commits commits) {
        List<Completion> outcome;
        try {
            outcome = state.goOn();
        } catch (RuntimeException e) {
            failedAt = begun;
            throw e;
        }
        LogEntry entry = begun;
        if (outcome != null && entry != null) {
            begun = null;
            log.oneMoreCommitted();
            commits.committed(partition, term, primary, entry, outcome);
        }
    }

    /** The entry at which it failed, being the next to be applied; null if it did not. */
    public @Nullable LogEntry failedAt() {
        return failedAt;
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
        journal.install(partition, pieces, chunk, this);
    }

    @Override
    public void persisted(long throughPiece) {
        piecesPersisted = throughPiece;
        log.morePersisted();
    }

    /** The last entry that is persisted, with all before it; 0 as long as the copy is not that it came by. */
    public long persistedThrough() {
        return piecesPersisted == pieces ? log.persisted() : 0;
    }

    /** Whether all of it is persisted: its log, and the pieces of the copy that it came by. */
    public boolean isPersisted() {
        return log.persisted() == log.last() && piecesPersisted == pieces;
    }

    /** Whether an entry that is held but not known to be committed touches what {@code operation} reads. */
    public boolean hasOpenWriteFor(byte[] operation) {
        for (long sequence = log.committed() + 1; sequence <= log.last(); sequence++) {
            if (state.conflict(log.get(sequence).command().operation(), operation)) {
                return true;
            }
        }
        return false;
    }
}
