package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One voter's attempts to get the current instance decided.
 *
 * <p>A round is Paxos' two phases. It ends by a decision; by another proposer's higher ballot, after which this one
 * backs off for a time that grows with failures and rank and is partly random, so that duels end; or by so many
 * objections that its value cannot pass, after which it goes on without what was objected to.
 *
 * <p>Two things go beyond the textbook, neither touching safety. The proposer accepts its own value last, so that a
 * value which all others object to is accepted by nobody and binds no later round. And if some voter did accept a value,
 * but so few are silent or report one that no majority can have accepted any, the proposer is free to choose again;
 * to learn that it waits for the promises of the rest a little.
 */
final class Proposer {
    private static final int MAX_DOUBLINGS = 3;

    private enum Phase {
        IDLE,
        /** Keeps its own promise: under a ballot that it might forget it could propose two values. */
        PROMISING,
        PREPARING,
        ACCEPTING
    }

    private final NodeId self;
    private final ClusterConfig config;
    private final Instance instance;
    private final ProtocolPort port;
    private final PaxosAcceptor acceptor;
    private final WishList wishes;
    private final ValueBuilder builder;
    private final Consumer<List<Change>> decided;
    private final ConfigRules rules;
    private final int rank;
    private final long staggerNanos;

    private Phase phase = Phase.IDLE;
    private Ballot ballot = Ballot.NONE;
    private long highestRound;
    private int failures;
    private int sends;
    private boolean waitedForTheRest;
    private boolean authorWaiting;
    private boolean voted;
    private boolean takenOver;
    private List<Change> proposal = List.of();
    private final TreeMap<NodeId, ConfigMessage.Promise> promises = new TreeMap<>();
    private final TreeSet<NodeId> acceptedBy = new TreeSet<>();
    private final TreeMap<NodeId, ConfigMessage.Objection> objections = new TreeMap<>();

    private long yieldUntilNanos;
    private long attemptAtNanos;
    private long backOffUntilNanos;
    private @Nullable Cancellable attemptTimer;
    private @Nullable Cancellable phaseTimer;

    Proposer(
            NodeId self,
            ClusterConfig config,
            ProtocolPort port,
            PaxosAcceptor acceptor,
            WishList wishes,
            ValueBuilder builder,
            ConfigRules rules,
            Consumer<List<Change>> decided) {
        this.rules = rules;
        this.self = self;
        this.config = config;
        this.instance = Instance.of(config);
        this.port = port;
        this.acceptor = acceptor;
        this.wishes = wishes;
        this.builder = builder;
        this.decided = decided;
        this.rank = config.voters().indexOf(self);
        this.staggerNanos = ConfigTiming.staggerNanos(config.parameters());
        this.backOffUntilNanos = now();
        this.yieldUntilNanos = now();
    }

    /** The instance is decided: no more messages, no more timers. */
    void stop() {
        phase = Phase.IDLE;
        cancelPhaseTimer();
        cancelAttempt();
    }

    /** Begins a round {@code delayNanos} from now at the latest, unless one is under way or this proposer backs off. */
    void attemptWithin(long delayNanos) {
        if (phase != Phase.IDLE) {
            return;
        }
        long at = Math.max(now() + delayNanos, backOffUntilNanos);
        if (attemptTimer != null && attemptAtNanos <= at) {
            return;
        }
        cancelAttempt();
        attemptAtNanos = at;
        attemptTimer = port.schedule(Math.max(0, at - now()), this::attempt);
    }

    /** Proposes no mere settings until then: partitions or members have changes to come, which would miss the instance. */
    void yieldUntil(long nanos) {
        yieldUntilNanos = nanos;
    }

    /** This voter promised another proposer: lets that one finish first. */
    void standBack() {
        backOff((2L + rank) * staggerNanos);
    }

    /** This voter accepted another proposer's value: sees to it that the instance gets decided. */
    void finishSoon() {
        backOff(ConfigTiming.finishNanos(config.parameters()) + rank * staggerNanos);
    }

    void onPromise(NodeId from, ConfigMessage.Promise message) {
        if (phase == Phase.PREPARING && message.ballot().equals(ballot)) {
            promises.put(from, message);
            choose();
        }
    }

    void onAccepted(NodeId from, ConfigMessage.Accepted message) {
        if (phase == Phase.ACCEPTING && message.ballot().equals(ballot)) {
            acceptedBy.add(from);
            objections.remove(from);
            count();
        }
    }

    void onOutbid(ConfigMessage.Outbid message) {
        highestRound = Math.max(highestRound, message.promised().round());
        if (phase != Phase.IDLE && message.ballot().equals(ballot)) {
            failures++;
            backOff((long) rank * staggerNanos / 2);
        }
    }

    void onObjection(NodeId from, ConfigMessage.Objection message) {
        if (phase == Phase.ACCEPTING && message.ballot().equals(ballot) && !acceptedBy.contains(from)) {
            objections.put(from, message);
            if (objections.size() > config.voters().size() - quorum()) {
                abandon();
            }
        }
    }

    private void attempt() {
        attemptTimer = null;
        boolean unfinished = !acceptor.accepted().equals(Ballot.NONE);
        List<Change> ready = wishes.ready(now());
        if (phase != Phase.IDLE || (!unfinished && !authorWaiting && ready.isEmpty())) {
            return;
        }
        long yieldNanos = yieldUntilNanos - now();
        if (!unfinished
                && !authorWaiting
                && yieldNanos > 0
                && ready.stream().allMatch(wish -> wish.kind() == Change.Kind.SET_SETTING)) {
            attemptWithin(yieldNanos);
            return;
        }
        highestRound = Math.max(highestRound, acceptor.promised().round()) + 1;
        ballot = new Ballot(highestRound, self);
        promises.clear();
        waitedForTheRest = false;
        phase = Phase.PROMISING;
        Ballot mine = ballot;
        if (!acceptor.promise(mine, () -> prepare(mine))) {
            phase = Phase.IDLE;
        }
    }

    private void prepare(Ballot kept) {
        if (phase != Phase.PROMISING || !kept.equals(ballot)) {
            return;
        }
        enter(Phase.PREPARING);
        promises.put(self, new ConfigMessage.Promise(instance, ballot, acceptor.accepted(), acceptor.value()));
        choose();
    }

    /** Settles on a value, once a majority promised. */
    private void choose() {
        if (promises.size() < quorum()) {
            return;
        }
        ConfigMessage.Promise highest = null;
        int reporting = 0;
        for (ConfigMessage.Promise promise : promises.values()) {
            if (!promise.accepted().equals(Ballot.NONE)) {
                reporting++;
                if (highest == null || promise.accepted().compareTo(highest.accepted()) > 0) {
                    highest = promise;
                }
            }
        }
        int silent = config.voters().size() - promises.size();
        boolean mayBeDecided = highest != null && rules.mayBeDecided(silent, reporting, quorum());
        if (highest != null && mayBeDecided) {
            if (silent > 0 && !waitedForTheRest) {
                return;
            }
            propose(highest.value(), true);
            return;
        }
        ValueBuilder.Value value = builder.build(config, wishes.ready(now()), now());
        if (value.changes().isEmpty() && highest == null && !value.leavesAuthorWaiting() && !authorWaiting) {
            enter(Phase.IDLE);
            return;
        }
        // An empty value decides the instance all the same, and so frees authors that wait for what it decides.
        propose(value.changes(), false);
    }

    private void propose(List<Change> value, boolean fromEarlierBallot) {
        proposal = value;
        takenOver = fromEarlierBallot;
        voted = false;
        acceptedBy.clear();
        objections.clear();
        enter(Phase.ACCEPTING);
        count();
    }

    /** Accepts its own value if that makes a majority. */
    private void count() {
        if (!voted && (takenOver || acceptedBy.size() + 1 >= quorum())) {
            Ballot mine = ballot;
            voted = true;
            voted = acceptor.accept(mine, proposal, () -> acceptedItself(mine));
        }
        decideIfEnough();
    }

    private void acceptedItself(Ballot kept) {
        if (phase == Phase.ACCEPTING && kept.equals(ballot)) {
            acceptedBy.add(self);
            decideIfEnough();
        }
    }

    private void decideIfEnough() {
        if (phase == Phase.ACCEPTING && acceptedBy.size() >= quorum()) {
            List<Change> value = proposal;
            stop();
            decided.accept(value);
        }
    }

    /** Gives the value up, and lets what was objected to rest. */
    private void abandon() {
        long restUntil = now() + config.parameters().leaseNanos() / 10;
        for (Map.Entry<NodeId, ConfigMessage.Objection> objection : objections.entrySet()) {
            for (int index : objection.getValue().objections()) {
                if (index < proposal.size()) {
                    Change change = proposal.get(index);
                    wishes.rest(change, restUntil);
                    authorWaiting |= Consent.bindsItsAuthor(config, change);
                }
            }
        }
        backOff(0);
    }

    /** Ends the round, if one is under way, and begins no other before {@code leastNanos} and a random bit. */
    private void backOff(long leastNanos) {
        enter(Phase.IDLE);
        long spread = staggerNanos << Math.min(failures, MAX_DOUBLINGS);
        backOffUntilNanos = now() + leastNanos + port.random().nextLong(spread + 1);
        cancelAttempt();
        attemptWithin(0);
    }

    private void enter(Phase next) {
        phase = next;
        sends = 0;
        cancelPhaseTimer();
        if (next != Phase.IDLE) {
            send();
        }
    }

    /** Sends this phase's question to the voters that did not answer, and again after a while. */
    private void send() {
        phaseTimer = null;
        if (phase == Phase.ACCEPTING && sends >= 2 && !objections.isEmpty()) {
            abandon();
            return;
        }
        ConfigMessage question = phase == Phase.PREPARING
                ? new ConfigMessage.Prepare(instance, ballot)
                : new ConfigMessage.Accept(instance, ballot, proposal, takenOver);
        for (NodeId voter : config.voters()) {
            boolean answered = phase == Phase.PREPARING
                    ? promises.containsKey(voter)
                    : acceptedBy.contains(voter) || objections.containsKey(voter);
            if (!voter.equals(self) && !answered) {
                port.send(voter, question);
            }
        }
        long again = ConfigTiming.retransmitNanos(config.parameters()) << Math.min(sends, 2);
        sends++;
        phaseTimer = port.schedule(again, this::onPhaseTimer);
    }

    private void onPhaseTimer() {
        if (phase == Phase.PREPARING && promises.size() >= quorum() && !waitedForTheRest) {
            waitedForTheRest = true;
            choose();
        } else {
            send();
        }
    }

    private void cancelPhaseTimer() {
        if (phaseTimer != null) {
            phaseTimer.cancel();
            phaseTimer = null;
        }
    }

    private void cancelAttempt() {
        if (attemptTimer != null) {
            attemptTimer.cancel();
            attemptTimer = null;
        }
    }

    /** How many voters decide. */
    private int quorum() {
        return rules.quorum(config);
    }

    private long now() {
        return port.clock().nowNanos();
    }
}
