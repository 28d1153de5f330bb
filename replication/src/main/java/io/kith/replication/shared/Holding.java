package io.kith.replication.shared;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.LongReadException;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseValue;
import io.kith.replication.host.Responder;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Replica;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.log.Replicas;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** What this node holds of one partition: a replica, of which there may be another one later, and what that takes of memory. */
public final class Holding {
    /** So much is kept of the results for one session, where memory is short, before it is asked to take note of them. */
    private static final long KEPT_BYTES = 1 << 20;

    private final int partition;
    private final DataBudget budget;
    private final Commits commits;
    private final LongReads longReads;
    private final SafetyRules rules;
    private final Replicas replicas;
    private Replica replica;
    private ReplicaLog log;
    private PartitionState state;
    private @Nullable Replica fallen;
    private long fallenBytes;
    private long accountedBytes;

    /** What a copy that is under way is going to take: as much is kept free for it. */
    private long expectedBytes;

    private long accountedSessionBytes;
    private long accountedLogBytes;

    /**
     * Holds nothing.
     *
     * @param commits told of each entry that is applied
     * @param longReads does the reads that take long
     */
    public Holding(
            int partition,
            DataBudget budget,
            Replicas replicas,
            Commits commits,
            LongReads longReads,
            SafetyRules rules) {
        this.longReads = longReads;
        this.partition = partition;
        this.budget = budget;
        this.replicas = replicas;
        this.commits = commits;
        this.rules = rules;
        this.replica = replicas.none(0);
        this.log = replica.log();
        this.state = replica.state();
    }

    /** The replica that is held now. */
    public Replica replica() {
        return replica;
    }

    /** Its log. */
    public ReplicaLog log() {
        return log;
    }

    /** Its state, as of its commit point. */
    public PartitionState state() {
        return state;
    }

    /** Its commit point. */
    public long committed() {
        return log.committed();
    }

    /** Holds {@code next} from now on. */
    void keep(Replica next) {
        if (next.adoptedTerm() < replica.adoptedTerm()) {
            rules.broken(new InvariantViolation(
                    "an adopted term never goes down, but " + replica.adoptedTerm() + " was adopted",
                    partition,
                    next.adoptedTerm(),
                    next.log().last()));
        }
        replica = next;
        log = next.log();
        state = next.state();
        fallen = null;
        fallenBytes = 0;
        expectedBytes = 0;
        account();
        logChanged();
        // What they read is held no more, or may be torn.
        longReads.abandon(this);
    }

    /** Holds an empty partition that never had a write. */
    public void keepFresh(long term) {
        keep(replicas.fresh(term));
    }

    /**
     * Whether there is room for a copy that is going to take so many bytes, in place of what is held. If not, that is told to whom it
     * may concern.
     */
    public boolean hasRoomForCopy(long bytes, long limitBytes, long nowNanos) {
        boolean room = budget.hasRoomForCopy(bytes - accountedBytes, limitBytes);
        if (!room) {
            budget.refusedCopies().refused(partition, nowNanos);
        }
        return room;
    }

    /** Gives up a copy that is under way, if it and all else here take more than they may; says whether it did. */
    public boolean isGivenUpForRoom(long limitBytes, long nowNanos) {
        if (replica.complete() || !budget.isBeyondCopies(limitBytes)) {
            return false;
        }
        giveUp();
        budget.refusedCopies().refused(partition, nowNanos);
        return true;
    }

    /**
     * Holds the beginning of a copy, in place of what was held; terms that were adopted stay so.
     *
     * @param bytes what the copy is going to take of memory, about
     */
    public void keepCopy(long term, long copyNumber, long copyConfigId, long baseSequence, long bytes) {
        Replica earlier = replica;
        Replica copy = replicas.joining(term, copyNumber, copyConfigId, baseSequence);
        copy.adopt(earlier.adoptedTerm());
        copy.lease().follow(earlier.lease(), rules);
        keep(copy);
        expectedBytes = bytes;
        account();
        budget.refusedCopies().taken(partition);
    }

    /**
     * Holds nothing any more, as something failed while it was used and nothing may rest on it again: it may be torn. What
     * it was is kept to be looked at, and for nothing else.
     */
    public void fall() {
        Replica before = replica;
        before.lease().end();
        giveUp();
        fallen = before;
        fallenBytes = before.state().bytes();
        account();
    }

    /** What failed, and is kept to be looked at; null if nothing has, or another replica has taken its place. */
    public @Nullable Replica fallen() {
        return fallen;
    }

    /** Nobody needs to look at what failed any more. */
    public void forgetFallen() {
        if (fallen != null) {
            fallen = null;
            fallenBytes = 0;
            account();
        }
    }

    /** Holds nothing any more; the term is kept. */
    public void giveUp() {
        keep(replicas.none(replica.adoptedTerm()));
        replicas.discarded();
    }

    /** Holds nothing any more, as no replica: what is kept of the term is up to the rules. */
    public void discard() {
        keep(replicas.none(rules.termWithoutData(replica.adoptedTerm())));
        replicas.discarded();
    }

    /** Applies the entries up to {@code sequence}, which this node as primary of {@code term} knows to be committed. */
    public void commitAsPrimary(long sequence, long term) {
        replica.commitThrough(sequence, term, true, commits);
        account();
    }

    /** The same, until an entry takes long, if one does. */
    public void commitSoonAsPrimary(long sequence, long term) {
        replica.commitSoon(sequence, term, true, commits);
        account();
    }

    /** Applies the entries up to {@code sequence}, which the primary of the term that was adopted says are committed. */
    public void commitAsBackup(long sequence) {
        replica.commitThrough(sequence, replica.adoptedTerm(), false, commits);
        account();
    }

    /** The same, until an entry takes long, if one does. */
    public void commitSoonAsBackup(long sequence) {
        replica.commitSoon(sequence, replica.adoptedTerm(), false, commits);
        account();
    }

    /** Whether something is half done that takes long; until it is done no entry is applied and nothing should be asked of the state. */
    public boolean isUnfinished() {
        return state.isUnfinished();
    }

    /** Does the next slice of that, as primary of {@code term}. */
    public void goOnAsPrimary(long term) {
        replica.goOn(term, true, commits);
        account();
    }

    /** Does the next slice of that, not being an active primary. */
    public void goOnAsBackup() {
        replica.goOn(replica.adoptedTerm(), false, commits);
        account();
    }

    /**
     * Why there is no memory for a client's write, in words for people; null if there is, or if it adds nothing. One that
     * adds nothing is refused all the same to who leaves the results of what he asked before to be kept: each may bring
     * another one.
     */
    public @Nullable String refusal(ClientMessage.Write write, long limitBytes, PartitionConfig here) {
        int moreBytes = write.operation().length;
        if (!budget.isTight(moreBytes, limitBytes)) {
            return null;
        }
        boolean grows = state.growth(write.operation()) > 0;
        if (grows && state.addsOnlyWaiter(write.operation())) {
            return budget.refusalBeyondReserve(moreBytes, limitBytes);
        }
        boolean leavesResults = state.keptBytes(write.session(), write.opening()) > KEPT_BYTES;
        return grows || leavesResults ? budget.refusal(moreBytes, limitBytes, here.replicas(), here.config()) : null;
    }

    /** Why there is no memory for a client's session, in words for people; null if there is, or if it is known already. */
    public @Nullable String refusalOfSession(NodeId session, long heapBytes) {
        return state.knows(session) ? null : budget.refusalOfSession(heapBytes);
    }

    /** Whether sessions take so much memory that this one has to see some of its open requests answered first. */
    public boolean isOneTooMany(ClientMessage.Write write, long heapBytes) {
        return budget.isOneTooMany(write.number() - write.floor(), heapBytes);
    }

    /** Whether this log and others of the shard are so long that clients have to wait; a short one can only get shorter. */
    public boolean isLogTooLong(long heapBytes) {
        return accountedLogBytes > 0 && budget.logsAreLong(heapBytes);
    }

    /** Whether sessions take so much memory that those that rest should end. */
    public boolean sessionsAreMany(long heapBytes) {
        return budget.sessionsAreMany(heapBytes);
    }

    /** The log is longer or shorter than it was. */
    public void logChanged() {
        long bytes = log.bytes();
        if (bytes != accountedLogBytes) {
            budget.logChanged(bytes - accountedLogBytes);
            accountedLogBytes = bytes;
        }
    }

    /** Takes the next piece of a copy. */
    public void install(byte[] chunk) {
        replica.install(chunk);
        account();
    }

    /** What is held takes more memory now, or less. */
    private void account() {
        if (expectedBytes != 0 && replica.complete()) {
            expectedBytes = 0;
        }
        long bytes = Math.max(state.bytes(), expectedBytes) + fallenBytes;
        if (bytes != accountedBytes) {
            budget.changed(bytes - accountedBytes);
            accountedBytes = bytes;
        }
        long sessionBytes = state.sessionBytes();
        if (sessionBytes != accountedSessionBytes) {
            budget.sessionsChanged(sessionBytes - accountedSessionBytes);
            accountedSessionBytes = sessionBytes;
        }
    }

    /** Does what takes long and is no client's read, slice by slice, until it is {@linkplain #abandon abandoned}. */
    public void begin(LongRead search, Responder responder, Object source) {
        longReads.begin(search, responder, source);
    }

    /** Goes on with nothing that was begun for {@code source}. */
    public void abandon(Object source) {
        longReads.abandon(source);
    }

    /** Answers a read by what is committed here. */
    public void answer(ClientMessage.Read request, Responder responder) {
        if (isUnfinished()) {
            longReads.begin(new PatientRead(state, request.operation()), responder, this);
            return;
        }
        ResponseValue result;
        try {
            result = state.read(request.operation());
        } catch (LongReadException e) {
            longReads.begin(e.read(), responder, this);
            return;
        }
        responder.respond(result.status(), result.payload());
    }
}
