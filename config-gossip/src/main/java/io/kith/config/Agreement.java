package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A voter's part in deciding the next config: one leaderless single-decree Paxos instance a version (Lamport, "Paxos
 * Made Simple", 2001). Instance <i>n</i> decides config <i>n+1</i>; its acceptors are the voters of config <i>n</i> and
 * its quorum is a majority of them, so voters change from version to version without any further rule. Any voter may
 * propose and none is needed in particular.
 */
final class Agreement {
    private final NodeId self;
    private final ProtocolPort port;
    private final PeerHealth health;
    private final ConfigOptions options;
    private final Complaints complaints;
    private final Consent consent;
    private final ValueBuilder builder;
    private final Consumer<List<Change>> decided;

    private final VoteStore.@Nullable Vote kept;

    private @Nullable Seat seat;
    private long begunNanos;
    private long yieldUntilNanos = Long.MIN_VALUE / 4;

    /** This voter's place in one instance. */
    private record Seat(
            ClusterConfig config, Instance instance, PaxosAcceptor acceptor, Proposer proposer, WishList wishes) {}

    /**
     * @param trusted who is known to hold the current config and was heard lately, this node included
     * @param lostHolders who may be back with what is taken for lost
     * @param decided hears the value when this node learns, by counting votes, that the instance decided it
     */
    Agreement(
            NodeId self,
            ProtocolPort port,
            PeerHealth health,
            ConfigOptions options,
            ClusterParameters parameters,
            Predicate<NodeId> trusted,
            LostHolders lostHolders,
            Consumer<List<Change>> decided) {
        this.self = self;
        this.port = port;
        this.health = health;
        this.options = options;
        this.kept = options.votes().load();
        this.complaints = new Complaints(parameters.leaseNanos());
        LastCopies lastCopies = new LastCopies(self, health, options.rules());
        this.consent = new Consent(self, health, complaints, lastCopies, lostHolders, options.rules());
        this.builder = new ValueBuilder(self, consent, lastCopies, trusted, options.rules());
        this.decided = decided;
    }

    /** Goes on to the instance that follows {@code config}; all that belonged to earlier ones is dropped. */
    void begin(ClusterConfig config) {
        Seat before = seat;
        stop();
        complaints.forgetStrangers(config);
        if (config.isVoter(self)) {
            Instance instance = Instance.of(config);
            PaxosAcceptor acceptor = new PaxosAcceptor(instance, options.votes(), kept, options.rules());
            WishList wishes = before != null && options.rules().counts(before.instance(), instance)
                    ? before.wishes()
                    : new WishList();
            Proposer proposer = new Proposer(self, config, port, acceptor, wishes, builder, options.rules(), decided);
            seat = new Seat(config, instance, acceptor, proposer, wishes);
            begunNanos = port.clock().nowNanos();
            yieldTo(proposer, config);
            if (!acceptor.accepted().equals(Ballot.NONE)) {
                proposer.finishSoon();
            }
        }
    }

    /** Ends all activity. */
    void stop() {
        if (seat != null) {
            seat.proposer().stop();
            seat = null;
        }
    }

    /** Whether this voter accepted a value in an instance that it does not know to be decided. */
    boolean hasUndecidedVote() {
        return seat != null && !seat.acceptor().accepted().equals(Ballot.NONE);
    }

    /** Takes in what {@code from} wants of the current instance; {@code order} 0 is seen to first. */
    void wish(NodeId from, List<Change> changes, int order) {
        if (seat == null) {
            return;
        }
        long now = port.clock().nowNanos();
        long window = Long.MAX_VALUE;
        for (Change change : changes) {
            if (change.author().equals(from)) {
                complaints.note(seat.config(), change, now);
                if (seat.wishes().add(change, now)) {
                    window = Math.min(window, options.timing().windowNanos(change, health));
                }
            }
        }
        if (window != Long.MAX_VALUE) {
            long stagger = ConfigTiming.staggerNanos(seat.config().parameters());
            seat.proposer().attemptWithin(Math.max(window, window > 0 ? patienceNanos(now) : 0) + 2L * order * stagger);
        }
    }

    /**
     * How long the current instance waits besides, as somebody came too late for one before: else those who are quick, and
     * have one change after the other, leave behind for ever who is slow, and his partitions' writes wait meanwhile.
     */
    private long patienceNanos(long now) {
        return seat != null && now - yieldUntilNanos < 0
                ? begunNanos + ConfigTiming.patienceNanos(seat.config().parameters()) - now
                : 0;
    }

    /**
     * {@code from} wants something of an instance that is decided already: configs follow each other faster than it can.
     * It learns of the newest one and asks again; settings wait for it a little, as they are what comes so fast.
     */
    void wishedLate(List<Change> changes) {
        Seat at = seat;
        if (at != null && !changes.stream().allMatch(wish -> wish.kind() == Change.Kind.SET_SETTING)) {
            yieldUntilNanos = port.clock().nowNanos()
                    + ConfigTiming.yieldNanos(at.config().parameters());
            yieldTo(at.proposer(), at.config());
        }
    }

    private void yieldTo(Proposer proposer, ClusterConfig config) {
        long longest = begunNanos + ConfigTiming.longestYieldNanos(config.parameters());
        proposer.yieldUntil(Math.min(yieldUntilNanos, longest));
    }

    /** Handles a message of the current instance. */
    void handle(NodeId from, ConfigMessage.InstanceMessage message) {
        Seat at = seat;
        boolean ofAnyMember = message.kind() == ConfigMessage.Kind.WISHES;
        if (at == null || !(ofAnyMember || at.config().isVoter(from))) {
            return;
        }
        Runnable step = switch (message.kind()) {
            case PREPARE -> () -> onPrepare(at, from, (ConfigMessage.Prepare) message);
            case ACCEPT -> () -> onAccept(at, from, (ConfigMessage.Accept) message);
            case PROMISE -> () -> at.proposer().onPromise(from, (ConfigMessage.Promise) message);
            case ACCEPTED -> () -> at.proposer().onAccepted(from, (ConfigMessage.Accepted) message);
            case OUTBID -> () -> at.proposer().onOutbid((ConfigMessage.Outbid) message);
            case OBJECTION -> () -> at.proposer().onObjection(from, (ConfigMessage.Objection) message);
            case WISHES -> () -> wish(from, (ConfigMessage.Wishes) message);
            case FULL_CONFIG,
                    CONFIG_STEPS,
                    SPREAD,
                    PULL_CONFIG,
                    HOLDS_CONFIG,
                    JOIN_REQUEST,
                    JOIN_DELAYED,
                    PROPOSE_CHANGE,
                    PROPOSE_ANSWER,
                    SUSPICION,
                    FORCE_CONFIG -> throw new IllegalArgumentException(message + " is of no instance");
        };
        step.run();
    }

    private void wish(NodeId from, ConfigMessage.Wishes message) {
        wish(from, message.changes(), message.order());
    }

    private void onPrepare(Seat at, NodeId from, ConfigMessage.Prepare message) {
        PaxosAcceptor acceptor = at.acceptor();
        if (acceptor.isOutbid(message.ballot())) {
            port.send(from, new ConfigMessage.Outbid(at.instance(), message.ballot(), acceptor.promised()));
            return;
        }
        at.proposer().standBack();
        ConfigMessage answer =
                new ConfigMessage.Promise(at.instance(), message.ballot(), acceptor.accepted(), acceptor.value());
        acceptor.promise(message.ballot(), () -> port.send(from, answer));
    }

    private void onAccept(Seat at, NodeId from, ConfigMessage.Accept message) {
        PaxosAcceptor acceptor = at.acceptor();
        if (acceptor.isOutbid(message.ballot())) {
            port.send(from, new ConfigMessage.Outbid(at.instance(), message.ballot(), acceptor.promised()));
            return;
        }
        ConfigMessage.Objection objection = review(at, message);
        if (objection != null) {
            port.send(from, objection);
            return;
        }
        ConfigMessage answer = new ConfigMessage.Accepted(at.instance(), message.ballot());
        at.proposer().finishSoon();
        acceptor.accept(message.ballot(), message.value(), () -> port.send(from, answer));
    }

    /** What this voter objects to in a value: what is illegal, and what it does not consent to. */
    private ConfigMessage.@Nullable Objection review(Seat at, ConfigMessage.Accept message) {
        long now = port.clock().nowNanos();
        ConfigDraft draft = new ConfigDraft(at.config(), options.rules());
        List<Integer> objections = new ArrayList<>();
        String reason = "";
        for (int i = 0; i < message.value().size(); i++) {
            Change change = message.value().get(i);
            complaints.note(at.config(), change, now);
            String refusal = draft.apply(change);
            if (refusal == null && !message.takenOver()) {
                refusal = consent.objection(at.config(), change, now);
            }
            if (refusal != null) {
                objections.add(i);
                reason = refusal;
            }
        }
        return objections.isEmpty()
                ? null
                : new ConfigMessage.Objection(at.instance(), message.ballot(), objections, reason);
    }
}
