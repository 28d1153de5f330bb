package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hears whether other nodes live. It heartbeats the nodes it watches; whom it does not hear it has others try to reach;
 * whom nobody reaches it accuses; and a node that enough observers accuse is condemned, which is advice to the config's
 * voters, not yet a removal.
 *
 * <ul>
 *   <li>Silence is counted in time during which this process was attentive, stretched while it or the other is not well,
 *       and for peers whose answers are known to come late.
 *   <li>Who falls silent is told so before anybody else is, and can show that it lives.
 *   <li>Any answer withdraws this observer's accusation. Whom the accused answers well says so to the accuser.
 *   <li>The accused learns of it and refutes with a higher incarnation, which voids older accusations everywhere.
 *   <li>A node that does not answer but is reached by a relay has a dead link, and is not accused. As long as that
 *       lasts, heartbeats go over the relay too: a lease counts from the sending of a heartbeat, whichever way it took.
 *   <li>Two accusers condemn, or as many observers as there are if they are fewer. One that has nobody left to confirm its
 *       word waits longer, and who has just woken up condemns nobody.
 * </ul>
 */
public final class FailureDetector {

    private final NodeId self;
    private final ProtocolPort port;
    private MembershipTimes times;
    private final NodeState state;
    private final MembershipListener listener;
    private final LocalHealth health;
    private final PeerWatch watch;
    private final Verdicts verdicts;
    private final RelayProbes probes;
    private final RelayedHeartbeats relays;
    private final Accusations accusations;
    private final SilentPeers silent;
    private MonitoringTopology topology = MonitoringTopology.of(Collections.emptySortedSet());
    private SortedSet<NodeId> watchedOf = topology.nodes();
    private @Nullable Cancellable ticking;

    /** A detector that watches nobody yet. */
    public FailureDetector(
            NodeId self, ProtocolPort port, MembershipTimes times, NodeState state, MembershipListener listener) {
        this.self = self;
        this.port = port;
        this.times = times;
        this.state = state;
        this.listener = listener;
        this.health = new LocalHealth(times.tickNanos(), port.clock());
        this.watch = new PeerWatch(port, () -> this.times, health, this::sendHeartbeat);
        this.verdicts = new Verdicts(listener, watch, health, () -> this.times);
        this.probes = new RelayProbes(port, watch::relayPatienceNanos);
        this.relays = new RelayedHeartbeats(self, port, watch, state, listener, () -> this.times, this::sendHeartbeat);
        this.accusations = new Accusations(self, port, state, watch, verdicts, () -> this.times, this::sendHeartbeat);
        this.silent = new SilentPeers(port, state, watch, health, accusations, relays, () -> this.times);
    }

    /**
     * Watches according to a new config; what is known of nodes that stay is kept.
     *
     * @param members all members; must not change any more. Given the same set again, no time is lost on it.
     * @param votersNow those who decide; they hear of accusations too
     * @param sharing members that share partitions with this node, which it watches in any case
     */
    @SuppressWarnings("ReferenceEquality") // Equal sets that are not the same only cost time.
    public void watch(SortedSet<NodeId> members, SortedSet<NodeId> votersNow, SortedSet<NodeId> sharing) {
        SortedSet<NodeId> known = topology.nodes();
        if (members != watchedOf) {
            watchedOf = members;
            topology = MonitoringTopology.of(members);
        }
        accusations.members(topology, votersNow);
        SortedSet<NodeId> wanted = new TreeSet<>(topology.watchedBy(self));
        wanted.addAll(sharing);
        wanted.remove(self);
        long nowNanos = port.clock().nowNanos();
        List<WatchedPeer> gone = watch.retain(wanted, known);
        if (ticking == null) {
            health.begin();
            ticking = port.schedule(times.tickNanos(), this::tick);
        }
        verdicts.members(topology, nowNanos);
        for (WatchedPeer peer : gone) {
            verdicts.withdraw(peer.id, self, nowNanos);
            relays.forget(peer);
        }
    }

    /** Goes on at other times; heartbeats that are due by the old ones still come. */
    public void adjust(MembershipTimes other) {
        times = other;
        health.tickEvery(other.tickNanos());
    }

    /** Watches nobody any more. */
    public void stop() {
        watch.retain(Collections.emptySortedSet(), topology.nodes());
        Cancellable pending = ticking;
        ticking = null;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void sendHeartbeat(WatchedPeer peer) {
        if (state.loopsMove()) {
            long nowNanos = port.clock().nowNanos();
            long sequence = peer.send(health.attentiveNanos(), nowNanos);
            Heartbeat heartbeat = new Heartbeat(sequence, nowNanos, state.configId(), accusations.incarnation());
            // Directly in any case, which shows when the link is back.
            port.send(peer.id, heartbeat);
            relays.sent(peer, heartbeat);
        }
    }

    /** Takes a message of {@code from}. */
    public void received(NodeId from, MembershipMessage message) {
        if (from.equals(self)) {
            return;
        }
        MembershipMessage answer = switch (message.kind()) {
            case HEARTBEAT -> answerTo(from, (Heartbeat) message);
            case HEARTBEAT_ANSWER -> receivedAnswer(from, (HeartbeatAnswer) message);
            case PROBE_REQUEST -> receivedProbeRequest(from, (ProbeRequest) message);
            case PROBE -> state.loopsMove() ? new ProbeAck(((Probe) message).nonce(), accusations.incarnation()) : null;
            case PROBE_ACK -> receivedProbeAck(from, (ProbeAck) message);
            case PROBE_ANSWER -> receivedProbeAnswer(from, (ProbeAnswer) message);
            case ACCUSATION -> receivedAccusation(from, (Accusation) message);
            case REFUTATION -> answered(from, ((Refutation) message).incarnation());
            // The links' gossip is not about who lives.
            case LINK_GOSSIP, PULL_LINKS, LINK_SURVEY -> null;
        };
        if (answer != null) {
            port.send(from, answer);
        }
    }

    /**
     * Takes a message that {@code origin} sent and {@code relay} passed on. It shows that {@code origin} lives, but
     * nothing of the direct link; and what answers it goes back the way it came.
     */
    public void receivedOverRelay(NodeId relay, NodeId origin, MembershipMessage message) {
        if (origin.equals(self)) {
            return;
        }
        HeartbeatAnswer answer = switch (message.kind()) {
            case HEARTBEAT -> answerTo(origin, (Heartbeat) message);
            case HEARTBEAT_ANSWER -> receivedAnswerOverRelay(relay, origin, (HeartbeatAnswer) message);
            // Only heartbeats take detours: all else is about the direct link.
            case PROBE_REQUEST,
                    PROBE,
                    PROBE_ACK,
                    PROBE_ANSWER,
                    ACCUSATION,
                    REFUTATION,
                    LINK_GOSSIP,
                    PULL_LINKS,
                    LINK_SURVEY -> null;
        };
        if (answer != null) {
            relays.answer(relay, origin, answer);
        }
    }

    private @Nullable HeartbeatAnswer receivedAnswerOverRelay(NodeId relay, NodeId origin, HeartbeatAnswer answer) {
        spoke(origin, answer.incarnation());
        WatchedPeer peer = watch.get(origin);
        if (peer == null || !peer.answered(answer.sequence(), answer.echoSentNanos(), true)) {
            return null;
        }
        long nowNanos = port.clock().nowNanos();
        peer.saysOfItself(answer.queueHint(), answer.localHealth());
        peer.relay.reachedOver(relay, nowNanos);
        reached(peer, nowNanos);
        listener.answered(origin, answer.echoSentNanos(), answer.answererConfigId());
        return null;
    }

    /** The answer to a heartbeat, whichever way it came; null if this node is in no state to answer. */
    private @Nullable HeartbeatAnswer answerTo(NodeId from, Heartbeat heartbeat) {
        spoke(from, heartbeat.incarnation());
        if (!state.loopsMove()) {
            return null;
        }
        listener.answering(from, heartbeat.sentNanos(), heartbeat.configId());
        return new HeartbeatAnswer(
                heartbeat.sequence(),
                heartbeat.sentNanos(),
                heartbeat.configId(),
                state.configId(),
                accusations.incarnation(),
                Math.max(0, Math.min(HeartbeatAnswer.MAX_QUEUE_HINT, state.queueHint())),
                health.score());
    }

    private @Nullable MembershipMessage receivedAnswer(NodeId from, HeartbeatAnswer answer) {
        answered(from, answer.incarnation());
        WatchedPeer peer = watch.get(from);
        if (peer == null || !peer.answered(answer.sequence(), answer.echoSentNanos(), false)) {
            return null;
        }
        long nowNanos = port.clock().nowNanos();
        peer.answeredAfter(nowNanos - answer.echoSentNanos());
        peer.saysOfItself(answer.queueHint(), answer.localHealth());
        peer.relay.answeredDirectly();
        relays.choose(peer, nowNanos);
        listener.answered(from, answer.echoSentNanos(), answer.answererConfigId());
        return null;
    }

    /**
     * {@code from} lives, and its incarnation is at least this. That does not show that it hears anybody: a node that
     * is deaf sends heartbeats, and holds up all who wait for its acknowledgements.
     */
    private void spoke(NodeId from, long itsIncarnation) {
        verdicts.incarnation(from, itsIncarnation);
        watch.spoke(from);
    }

    /** {@code from} lives and hears; if this node accused it, it was wrong. */
    private @Nullable MembershipMessage answered(NodeId from, long itsIncarnation) {
        spoke(from, itsIncarnation);
        watch.answers(from);
        if (verdicts.withdraw(from, self, port.clock().nowNanos())) {
            health.worse();
        }
        return null;
    }

    private @Nullable MembershipMessage receivedAccusation(NodeId from, Accusation accusation) {
        long refuted = accusations.incarnation();
        MembershipMessage answer = accusations.received(from, accusation);
        if (accusations.incarnation() > refuted) {
            // Others wait for this node: it may well be slow.
            health.worse();
        }
        return answer;
    }

    private @Nullable MembershipMessage receivedProbeRequest(NodeId from, ProbeRequest request) {
        if (state.loopsMove() && topology.nodes().contains(request.target())) {
            probes.requested(from, request.round(), request.target());
        }
        return null;
    }

    private @Nullable MembershipMessage receivedProbeAck(NodeId from, ProbeAck ack) {
        answered(from, ack.incarnation());
        probes.acknowledged(from, ack.nonce());
        return null;
    }

    private @Nullable MembershipMessage receivedProbeAnswer(NodeId from, ProbeAnswer answer) {
        WatchedPeer peer = watch.get(answer.target());
        if (peer == null) {
            return null;
        }
        peer.answersOfRelays++;
        if (answer.reached()) {
            long nowNanos = port.clock().nowNanos();
            if (!from.equals(peer.id)) {
                peer.relay.reachedOver(from, nowNanos);
            }
            reached(peer, nowNanos);
        }
        return null;
    }

    /** Somebody else reaches {@code peer}: it lives, whatever is wrong with the link. */
    private void reached(WatchedPeer peer, long nowNanos) {
        peer.reached(health.attentiveNanos(), nowNanos);
        if (!peer.refused) {
            verdicts.withdraw(peer.id, self, nowNanos);
        }
        relays.choose(peer, nowNanos);
    }

    /** The connection to {@code peer} broke. It may be gone: it has to show that it lives before it counts as heard. */
    public void connectionLost(NodeId peer) {
        WatchedPeer state = watch.get(peer);
        if (state != null) {
            state.linkBroken = true;
            sendHeartbeat(state);
        }
    }

    /**
     * Nobody listens where {@code peer} did. That is no silence, which could have many reasons, but word from its own
     * machine, so it is accused without waiting.
     */
    public void connectionRefused(NodeId peer) {
        WatchedPeer refused = watch.get(peer);
        if (refused == null || !state.loopsMove()) {
            return;
        }
        refused.linkBroken = true;
        boolean news = !refused.refused;
        refused.refused = true;
        if (news) {
            accusations.accuse(refused);
        }
    }

    private void tick() {
        ticking = port.schedule(times.tickNanos(), this::tick);
        long nowNanos = port.clock().nowNanos();
        health.tick();
        if (!state.loopsMove()) {
            return;
        }
        probes.tick(nowNanos);
        silent.tick(nowNanos);
        verdicts.tick(nowNanos);
    }

    /**
     * Whether this node has good reason to believe that {@code peer} lives and hears: it answered this node within the
     * last heartbeat or two, or a relay. False for nodes that it does not watch.
     */
    public boolean hearsWell(NodeId peer) {
        return watch.answersHere(peer) || watch.isReachedByRelay(peer);
    }

    /** Whether {@code peer} said anything to this node within the last {@code nanos}. */
    public boolean heardWithin(NodeId peer, long nanos) {
        return watch.heardWithin(peer, nanos);
    }

    /** Whether {@code peer} answered this node within the last {@code nanos}. */
    public boolean answeredWithin(NodeId peer, long nanos) {
        return watch.answeredWithin(peer, nanos);
    }

    /** Whether {@code peer} is accused by anybody, and this node does not hear it. */
    public boolean isSuspected(NodeId peer) {
        return verdicts.isSuspected(peer);
    }

    /** Whether enough observers agree that {@code peer} does not live. */
    public boolean isCondemned(NodeId peer) {
        return verdicts.isCondemned(peer);
    }

    /** Whether nothing comes back from {@code peer} although it lives, as relays say. */
    public boolean isLinkDown(NodeId peer) {
        WatchedPeer state = watch.get(peer);
        return state != null && watch.isSilent(state) && watch.isReachedByRelay(peer);
    }

    /**
     * For how long nothing has come back from {@code peer}, by any way, though this node was attentive and asked; of a
     * node that it does not watch: for how long others have said so. 0 if it is heard, or nothing is known.
     */
    public long silenceNanos(NodeId peer) {
        return verdicts.silenceNanos(peer);
    }

    /** Whether word came from {@code peer}'s own machine that nobody listens at its address any more. */
    public boolean isRefused(NodeId peer) {
        return verdicts.isRefused(peer);
    }

    /** Whether this node runs, and has for long enough to judge by what it hears. */
    public boolean isAwake() {
        return health.isAwake();
    }

    /** Over whom {@code peer} is reached now; null if directly, or not at all. */
    public @Nullable NodeId relayTo(NodeId peer) {
        WatchedPeer state = watch.get(peer);
        return state == null ? null : state.relay.chosen();
    }

    /** The nodes that this one watches. */
    public SortedSet<NodeId> watched() {
        return watch.ids();
    }

    /** How well this node itself runs: 0 if well, more if not. */
    public int localHealth() {
        return health.score();
    }

    /** What was measured of the link to each watched node, by its id. */
    public SortedMap<NodeId, LinkReport.Link> measuredLinks() {
        return watch.measuredLinks();
    }
}
