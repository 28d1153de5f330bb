package io.kith.replication.backup;

import io.kith.config.ClusterConfig;
import io.kith.replication.lease.ReadLease;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.Replica;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Fence;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.KnownCluster;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** How a replica follows its primary: takes the log, acknowledges it, commits what it is told is committed. */
public final class Following {
    private final PartitionConfig here;
    private final Holding holding;
    private final Fence fence;
    private final BackupReads reads;
    private final PartitionTurn turn;
    private final SafetyRules rules;
    private final KnownCluster cluster;
    private @Nullable NodeId acknowledgeTo;
    private long acknowledgeTerm;

    /** Whom it followed last, and by what that was right: while none of it changes, it need not be found out again. */
    private @Nullable NodeId followed;

    private long followedTerm;
    private long followedCopy;
    private @Nullable Replica followedWith;
    private @Nullable ClusterConfig followedUnder;

    /** Has been sent nothing yet. */
    public Following(
            PartitionConfig here,
            Holding holding,
            Fence fence,
            BackupReads reads,
            PartitionTurn turn,
            SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.fence = fence;
        this.reads = reads;
        this.turn = turn;
        this.rules = rules;
        this.cluster = here.cluster();
    }

    /** Whether a message of the primary of {@code term}, about the copy numbered so, concerns what this node holds. */
    boolean follows(NodeId from, long term, long copyNumber) {
        if (followsAsBefore(from, term, copyNumber)) {
            return true;
        }
        Replica replica = holding.replica();
        boolean follows = fence.admits(from, term)
                && replica.holdsData()
                && !fence.isLeadingIn(term)
                && rules.isOfCopy(copyNumber, replica.copyNumberIn(term));
        boolean mayLast = follows && term == here.term() && from.equals(here.primary());
        followed = mayLast ? from : null;
        followedTerm = term;
        followedCopy = copyNumber;
        followedWith = replica;
        followedUnder = cluster.config();
        return follows;
    }

    /**
     * Whether nothing has changed since the like was last found right: not who sent it, nor what is held here, nor the
     * config, which says who leads. That spares visits of much that is in no cache.
     */
    @SuppressWarnings("ReferenceEquality") // Another replica, or another config, may say other things.
    private boolean followsAsBefore(NodeId from, long term, long copyNumber) {
        Replica replica = followedWith;
        return replica != null
                && from.equals(followed)
                && term == followedTerm
                && copyNumber == followedCopy
                && replica == holding.replica()
                && replica.adoptedTerm() == term
                && followedUnder == cluster.config();
    }

    /** Takes entries; they are acknowledged at the end of this turn of the loop. */
    public boolean append(NodeId from, Append message) {
        if (!follows(from, message.term(), message.copyNumber())) {
            return false;
        }
        Replica replica = holding.replica();
        ReplicaLog log = replica.log();
        if (message.previousSequence() > log.last()) {
            turn.send(from, new Acknowledge(here.partition(), message.term(), message.copyNumber(), log.last(), true));
            return false;
        }
        if (!from.equals(followed) && !from.equals(here.primary())) {
            rules.broken(new InvariantViolation(
                    "only its primary orders in a term, but " + from.shortName() + " did",
                    here.partition(),
                    message.term(),
                    message.previousSequence()));
        }
        replica.adopt(message.term());
        for (LogEntry entry : message.entries()) {
            if (entry.sequence() == log.last() + 1) {
                log.append(entry);
            } else if (entry.sequence() > replica.committed()) {
                requireSame(log.get(entry.sequence()), entry);
            }
        }
        holding.logChanged();
        commitSoon(Math.min(message.commitSequence(), log.last()));
        if (!message.entries().isEmpty()) {
            acknowledgeTo = from;
            acknowledgeTerm = message.term();
            turn.set(UnderWay.ACKNOWLEDGEMENT, true);
            turn.flushLater();
        }
        return true;
    }

    private void requireSame(LogEntry mine, LogEntry theirs) {
        if (mine.term() != theirs.term()
                || !mine.command().session().equals(theirs.command().session())
                || mine.command().number() != theirs.command().number()) {
            throw new InvariantViolation(
                    "its log and the primary's fork: " + mine + " and " + theirs,
                    here.partition(),
                    theirs.term(),
                    mine.sequence());
        }
    }

    /** Commits as far as the primary says, and this node holds. */
    public boolean commitPoint(NodeId from, CommitPoint point) {
        if (!follows(from, point.term(), point.copyNumber())) {
            return false;
        }
        commitSoon(Math.min(point.commitSequence(), holding.log().last()));
        return true;
    }

    /** Commits the entries up to {@code sequence}, which are held: as many as a turn of the loop takes, the rest in the next ones. */
    private void commitSoon(long sequence) {
        if (sequence <= holding.committed()) {
            return;
        }
        if (!turn.is(UnderWay.LONG_CHANGE)) {
            holding.commitSoonAsBackup(turn.portion(holding.log(), sequence));
            committed();
        }
        if (holding.committed() < sequence) {
            holding.replica().committableThrough(sequence);
            turn.set(UnderWay.COMMITS, true);
            turn.flushInLaterTurn();
        }
    }

    /** Goes on with what was left to be committed, or kept while something was copied. */
    public void commitMore() {
        boolean serves = fence.isLeading() && !turn.is(UnderWay.ACTIVATION);
        if (turn.is(UnderWay.LONG_CHANGE) && !serves) {
            holding.goOnAsBackup();
            committed();
        }
        // What is to become of it where this node leads is for that role to find out.
        if (!fence.isLeading()) {
            commitSoon(holding.replica().committable());
        }
    }

    /** Commits the entries up to {@code sequence}, which are held, at once. */
    void commitThrough(long sequence) {
        if (sequence > holding.committed()) {
            holding.commitAsBackup(sequence);
            committed();
        }
    }

    /** Looks after what becomes of the log, of reads, and of what takes long, once more was applied. */
    void committed() {
        boolean unfinished = holding.isUnfinished();
        turn.set(UnderWay.LONG_CHANGE, unfinished);
        if (unfinished) {
            turn.set(UnderWay.COMMITS, true);
            turn.flushInLaterTurn();
        }
        if (!fence.isLeading()) {
            holding.log().forgetThrough(holding.committed());
        }
        holding.logChanged();
        if (turn.is(UnderWay.BACKUP_READS)) {
            reads.recheck();
        }
    }

    /** Takes a read lease that was delegated with the answer to the heartbeat sent at {@code sentNanos}. */
    public void delegated(NodeId from, Delegation delegation, long sentNanos) {
        if (here.isStranger(from)) {
            return;
        }
        commitPoint(from, delegation.point());
        Replica replica = holding.replica();
        if (replica.holdsData()) {
            ReadLease lease = replica.lease();
            long fromNanos = rules.delegationFromNanos(sentNanos, turn.now());
            long durationNanos = Math.min(delegation.durationNanos(), here.leaseNanos());
            lease.take(delegation.point().term(), fromNanos + durationNanos, replica.adoptedTerm(), rules);
        }
    }

    /** Acknowledges what came during a turn of the loop, as far as it is persisted; the rest when that is. */
    public void flush() {
        NodeId to = acknowledgeTo;
        if (to == null) {
            return;
        }
        acknowledgeTo = null;
        long term = acknowledgeTerm;
        Replica replica = holding.replica();
        if (!replica.holdsData() || fence.isLeading() || !rules.mayAcknowledge(term, replica.adoptedTerm())) {
            return;
        }
        ReplicaLog log = replica.log();
        long held = rules.acknowledgeable(log.last(), log.persisted());
        if (held < log.last()) {
            acknowledgeTo = to;
            turn.set(UnderWay.ACKNOWLEDGEMENT, true);
            log.awaitPersisted();
        }
        turn.sendLater(to, new Acknowledge(here.partition(), term, replica.copyNumberIn(term), held, false));
    }
}
