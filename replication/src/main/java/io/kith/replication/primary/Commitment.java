package io.kith.replication.primary;

import io.kith.replication.lease.Delegations;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;

/** When a primary's writes are committed: once all of its acknowledge set hold them, and nobody may read who does not. */
final class Commitment {
    private final PrimaryTerm term;
    private final Holding holding;
    private final Followers followers;
    private final Delegations delegations;
    private final HandOver handOver;
    private final PartitionTurn turn;
    private final SafetyRules rules;

    Commitment(
            PrimaryTerm term,
            Holding holding,
            Followers followers,
            Delegations delegations,
            HandOver handOver,
            PartitionTurn turn,
            SafetyRules rules) {
        this.term = term;
        this.holding = holding;
        this.followers = followers;
        this.delegations = delegations;
        this.handOver = handOver;
        this.turn = turn;
        this.rules = rules;
    }

    /** Commits what may be committed: as much as a turn of the loop takes, the rest in the next ones. */
    void tryCommit() {
        if (turn.is(UnderWay.LONG_CHANGE)) {
            // What comes behind that has to wait.
            return;
        }
        long through = rules.committable(ownShare(), followers);
        if (through > holding.committed() && !delegations.isEmpty()) {
            through = heldByReaders(through);
        }
        if (through <= holding.committed()) {
            return;
        }
        holding.commitSoonAsPrimary(turn.portion(holding.log(), through), term.number());
        committed();
        if (holding.committed() < through) {
            turn.flushInLaterTurn();
        }
    }

    /** Goes on with an entry that takes long to apply; says whether it is done. */
    boolean goOn() {
        holding.goOnAsPrimary(term.number());
        committed();
        // That, or what waited for it.
        turn.flushInLaterTurn();
        return !turn.is(UnderWay.LONG_CHANGE);
    }

    /** Up to where this node holds the log itself, as far as that counts. */
    private long ownShare() {
        ReplicaLog log = holding.log();
        long own = rules.ownShare(log.last(), log.persisted());
        if (own < log.last()) {
            log.awaitPersisted();
        }
        return own;
    }

    /** How much of that those hold too who are in the set no more, but may read by a lease that was delegated to them. */
    private long heldByReaders(long through) {
        long nowNanos = turn.now();
        long held = through;
        for (int i = 0; i < delegations.size(); i++) {
            NodeId holder = delegations.holder(i);
            boolean outside = !followers.hasInSet(holder) && !holder.equals(term.self());
            if (outside && !rules.mayCommitWithout(delegations.runsAt(holder, nowNanos))) {
                held = Math.min(held, followers.acknowledgedBy(holder));
            }
        }
        return held;
    }

    /** Commits the entries up to {@code through} at once: applies them, answers, and lets the others know. */
    void commitThrough(long through) {
        if (through <= holding.committed()) {
            return;
        }
        holding.commitAsPrimary(through, term.number());
        committed();
    }

    private void committed() {
        boolean unfinished = holding.isUnfinished();
        turn.set(UnderWay.LONG_CHANGE, unfinished);
        if (unfinished) {
            // Who is no primary any more by then goes on with it all the same.
            turn.set(UnderWay.COMMITS, true);
        }
        forgetLog();
        followers.announce();
        if (turn.is(UnderWay.HAND_OVER)) {
            handOver.advance(turn.now());
        }
        turn.settle();
    }

    /** Forgets the log that no joiner and no commit needs any more. */
    void forgetLog() {
        holding.log().forgetThrough(followers.neededAfter());
        holding.logChanged();
    }
}
