package io.kith.replication.primary;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition's primary during one term: orders writes, sends them to its acknowledge set, commits what all of the set
 * hold, answers. Before that it activates; at the end it may hand over. Each of these has a class of its own; this one says
 * which of them is next.
 */
public final class Primary {
    private static final byte[] NOTHING = new byte[0];

    // What each write and read looks at comes first: so it shares a line of the caches.
    private final long number;
    private final PartitionTurn turn;
    private final SafetyRules rules;
    private final Ordering ordering;
    private final Followers followers;
    private final Holding holding;
    private final Commitment commitment;
    private final PrimaryLease lease;
    private final PrimaryTerm term;
    private final PartitionLeases leases;
    private final PartitionRequests requests;
    private final Bounds bounds;
    private final Joiners joiners;
    private final PrimarySets sets;
    private final Activation activation;
    private final Barriers barriers;
    private final HandOver handOver;
    private final JoinerCopies copies;
    private final Promotions promotions;
    private final Overdue overdue;

    /** Begins the term; not active yet. */
    public Primary(
            PrimaryTerm term,
            Holding holding,
            PartitionLeases leases,
            PartitionRequests requests,
            PartitionTurn turn,
            CopySlots slots,
            Bounds bounds,
            SafetyRules rules,
            EarlierFailure failure) {
        this.term = term;
        this.number = term.number();
        this.holding = holding;
        this.leases = leases;
        this.requests = requests;
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
        this.joiners = new Joiners(turn);
        this.followers = new Followers(term, holding, turn, bounds);
        this.sets = new PrimarySets(term, followers, joiners, rules);
        this.lease = new PrimaryLease(term, sets, followers, leases, rules);
        this.activation = new Activation(term, holding, followers, leases, turn, bounds, rules, failure);
        this.ordering = new Ordering(term, holding, requests, turn, bounds, rules);
        this.barriers = new Barriers(term, followers, turn, bounds, rules);
        this.handOver = new HandOver(term, holding, leases.node(), requests, turn, slots, bounds);
        this.commitment = new Commitment(term, holding, followers, leases.delegations(), handOver, turn, rules);
        this.copies = new JoinerCopies(term, holding, joiners, followers, turn, slots, bounds);
        this.promotions = new Promotions(term, joiners, copies, sets, commitment, leases, turn, rules);
        turn.begins(UnderWay.ACTIVATION);
        this.overdue = new Overdue(term, holding, followers, sets, activation, bounds);
    }

    // ---- what it is about

    /** The number of its term. */
    public long term() {
        return number;
    }

    /** Whether it serves. */
    public boolean isActive() {
        return !turn.is(UnderWay.ACTIVATION);
    }

    /** Whether it has proposed to give its role away: it serves nothing until it knows the outcome. */
    public boolean hasGivenUp() {
        return turn.is(UnderWay.HAND_OVER) && rules.hasGivenUp(handOver.isProposed());
    }

    /** The other nodes whose acknowledgement a commit needs. */
    public List<NodeId> acknowledgeSet() {
        return sets.acknowledge();
    }

    /** Whether it would answer reads by its lease. */
    public boolean canRead(long nowNanos) {
        return isActive() && !hasGivenUp() && lease.runs(nowNanos);
    }

    /** How many writes are ordered and not committed, and how many reads wait for an answer of the others. */
    public int openWork() {
        return Math.toIntExact(holding.log().last() - holding.committed()) + barriers.size();
    }

    // ---- requests

    /** Whether writes are ordered now; else they have to wait. */
    public boolean takesWrites() {
        return ordering.takesWrites();
    }

    /** Whether reads are answered now; else they have to wait. */
    public boolean servesReads() {
        return isActive() && !hasGivenUp() && !turn.is(UnderWay.LONG_CHANGE);
    }

    /** Orders a client's write. */
    public void write(ClientMessage.Write request, Responder responder) {
        ordering.write(request, responder);
    }

    /** Orders the opening of a session. */
    public void openSession(ClientMessage.OpenSession request, Responder responder) {
        ordering.openSession(request, responder);
    }

    /** Orders a command of the primary's own, if writes are taken. */
    void orderOwn(byte[] operation) {
        ordering.orderOwn(operation);
    }

    /** Orders what brings collections' options into force, if writes are taken. */
    void orderOptions() {
        ordering.orderOptions();
    }

    /** Reads by lease, or asks the acknowledge set whether this node is still the primary. */
    public void read(ClientMessage.Read request, Responder responder, long nowNanos) {
        if (lease.runs(nowNanos) || sets.acknowledge().isEmpty()) {
            holding.answer(request, responder);
        } else {
            barriers.add(request, responder);
        }
    }

    /** One of those asked says whether it knows of a later term. */
    public boolean barrierAnswered(NodeId from, BarrierAnswer answer) {
        if (answer.term() != term.number() || !isActive()) {
            return false;
        }
        for (Barriers.Waiting waiting : barriers.answered(from, answer)) {
            if (hasGivenUp()) {
                waiting.responder().respond(ResponseStatus.RETRY, NOTHING);
            } else {
                holding.answer(waiting.read(), waiting.responder());
            }
        }
        return true;
    }

    // ---- leases

    /** The lease to delegate to {@code node} with the answer to its heartbeat, if any; remembered. */
    public @Nullable Delegation delegateTo(NodeId node, long nowNanos) {
        return isActive() && !hasGivenUp() ? lease.delegateTo(node, nowNanos) : null;
    }

    // ---- becoming active

    /** Does what is due on the way to being active. */
    public void advance() {
        if (isActive() || !activation.advance()) {
            return;
        }
        long nowNanos = turn.now();
        followers.all().forEach(follower -> follower.progressNanos = nowNanos);
        commitment.commitThrough(rules.committedByActivation(holding.log().last(), holding.committed()));
        // Backups may not know how far the primary before had committed.
        followers.announce();
        requests.retryHeld();
    }

    /** A replica has adopted the term. */
    public boolean termAdopted(NodeId from, TermAdopted report) {
        Follower follower = followers.get(from);
        if (report.term() != term.number() || isActive() || follower == null) {
            return false;
        }
        activation.termAdopted(from, report, follower);
        advance();
        return true;
    }

    /** An earlier primary has released the partition. */
    public boolean released(NodeId from, Released message) {
        if (isActive()) {
            return false;
        }
        activation.released(from, message.configId());
        advance();
        return true;
    }

    // ---- the log

    /** Sends what gathered during a turn of the loop. */
    public void flush() {
        if (!isActive()) {
            if (activation.awaitsJournal()) {
                advance();
            }
            return;
        }
        if (turn.is(UnderWay.LONG_CHANGE) && commitment.goOn()) {
            requests.retryHeld();
        }
        ordering.orderFound();
        followers.sendNew();
        if (turn.is(UnderWay.COPIES)) {
            copies.sendAwaited();
        }
        if (turn.is(UnderWay.QUESTIONS)) {
            for (Barriers.Waiting waiting : barriers.ask(sets.barrier())) {
                holding.answer(waiting.read(), waiting.responder());
            }
        }
        if (followers.mayHoldMoreThanCommitted()) {
            commitment.tryCommit();
        }
    }

    /** A replica or joiner says what it holds. */
    public boolean acknowledged(NodeId from, Acknowledge message) {
        Follower follower = followers.get(from);
        if (message.term() != number
                || follower == null
                || !rules.isOfCopy(message.copyNumber(), follower.copyNumber)) {
            return false;
        }
        if (message.gap()) {
            if (follower.rewind(turn.now(), bounds.times().resendNanos() / 4)) {
                followers.sendNew(follower);
            }
            return true;
        }
        if (message.heldSequence() > holding.log().last()) {
            return false;
        }
        follower.acknowledge(message.heldSequence(), turn.now());
        if (isActive()) {
            commitment.tryCommit();
            followers.sendNew(follower);
        } else {
            advance();
        }
        return true;
    }

    // ---- joiners and handing over

    /** A joiner says how far its copy is. */
    public boolean copyProgressed(NodeId from, CopyProgress progress) {
        if (!isActive()) {
            return false;
        }
        Joiner complete = copies.progressed(from, progress);
        if (complete != null) {
            promotions.advance(from, complete, turn.now());
        }
        return true;
    }

    Joiners joiners() {
        return joiners;
    }

    /** Begins a copy to {@code node}. */
    void copyTo(NodeId node) {
        copies.begin(node);
    }

    /** Gives no more read leases to {@code replicas}, which are to be dropped. */
    void delegateNoMoreTo(List<NodeId> replicas) {
        lease.delegateNoMoreTo(replicas);
    }

    /** Asks to strike {@code replica} off the list. */
    void drop(NodeId replica) {
        term.drop(replica);
    }

    boolean isHandingOver() {
        return turn.is(UnderWay.HAND_OVER);
    }

    /** Whether a majority of the voters answered of late, so that a handover would be decided soon. */
    boolean votersAnswer() {
        return handOver.votersAnswer();
    }

    /** Begins to give the role to {@code successor}, if it is another replica. */
    public void handOverTo(NodeId successor) {
        if (!turn.is(UnderWay.HAND_OVER) && isActive() && term.here().lists(successor)) {
            handOver.begin(successor);
        }
    }

    // ---- what is overdue

    /** Looks after what is overdue. */
    public void tick(long nowNanos) {
        if (isQuiet()) {
            return;
        }
        overdue.resend(nowNanos);
        overdue.askToDropSilent(nowNanos);
        if (!isActive()) {
            advance();
            return;
        }
        barriers.expire(nowNanos);
        promotions.tick(nowNanos);
        commitment.tryCommit();
        commitment.forgetLog();
        handOver.advance(nowNanos);
    }

    /** Whether there is nothing that could be overdue, as in most partitions most of the time. */
    public boolean isQuiet() {
        long last = holding.log().last();
        return turn.isOrdinary()
                && holding.committed() >= last
                && holding.log().base() >= last
                && followers.allHold(last);
    }

    // ---- config

    /** What to tell the other replicas if this node was the first to apply an entry, which it ordered, and failed at that. */
    public @Nullable FailedAt failedAt() {
        LogEntry entry = holding.replica().failedAt();
        return entry != null && entry.term() == number
                ? new FailedAt(term.partition(), number, entry.sequence())
                : null;
    }

    /** Whether nothing is under way that a newer config with the same replicas would decide or end. */
    public boolean isUnconcernedByConfigs() {
        return isActive()
                && !turn.is(UnderWay.HAND_OVER)
                && !turn.is(UnderWay.COPIES)
                && followers.count() <= sets.acknowledge().size();
    }

    /** A newer config was adopted, and this node is still the primary of this term. */
    public void configAdopted(long configId) {
        sets.configAdopted();
        promotions.configAdopted(configId, turn.now());
        sets.recompute();
        followers.removeIf(follower ->
                !follower.inSet && !follower.joining && !leases.delegations().runsAt(follower.node, turn.now()));
        commitment.forgetLog();
        if (!isActive()) {
            activation.configAdopted();
        }
        handOver.configAdopted(configId);
        if (isActive()) {
            turn.flushLater();
        } else {
            advance();
        }
    }

    /** The role is over: whoever waits is sent elsewhere. */
    public void depose() {
        handOver.end();
        promotions.forgetAll();
        barriers.abandon();
        ordering.end();
        turn.ends(UnderWay.ACTIVATION);
        requests.abandonOpen();
    }
}
