package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
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
 *   <li>Silence is counted in time during which this process was attentive, stretched while it is not well itself.
 *   <li>Any answer withdraws this observer's accusation. Whom the accused answers well says so to the accuser.
 *   <li>The accused learns of it and refutes with a higher incarnation, which voids older accusations everywhere.
 *   <li>A node that does not answer but is reached by a relay has a dead link, and is not accused. As long as that
 *       lasts, heartbeats go over the relay too: a lease counts from the sending of a heartbeat, whichever way it took.
 *   <li>Two accusers condemn, or as many observers as there are if they are fewer.
 * </ul>
 */
public final class FailureDetector {

    /** The node around the detector. */
    public interface Listener {

        /** The newest config that this node holds; 0 for none. */
        long configId();

        /** Whether each of the node's loops moves. While not, it says nothing, and so looks as dead as it is. */
        boolean loopsMove();

        /** How much work waits at this node, from 0 (idle) to 255. */
        default int queueHint() {
            return 0;
        }

        /**
         * A heartbeat of {@code peer} is about to be answered: promises that hang on the answer count from now.
         *
         * @param sentNanos when it was sent, on the peer's clock
         * @param peerConfigId the newest config that the peer held then
         */
        void answering(NodeId peer, long sentNanos, long peerConfigId);

        /**
         * {@code peer} answered a heartbeat: rights that hang on the answer count from when that was sent.
         *
         * @param sentNanos when it was sent, on this node's clock
         * @param peerConfigId the newest config that the peer held when it answered
         */
        void answered(NodeId peer, long sentNanos, long peerConfigId);

        /** {@code peer} is accused, by this node or others. */
        default void suspected(NodeId peer) {}

        /** {@code peer} is no longer accused, or no longer a member. */
        default void cleared(NodeId peer) {}

        /**
         * What goes to {@code peer} reaches it over {@code relay} from now on, and not directly.
         *
         * @param relay null if the direct link works again, or nobody else reaches it either
         */
        default void rerouted(NodeId peer, @Nullable NodeId relay) {}

        /** Whether heartbeats may go over relays while a link is down. */
        default boolean mayRelay() {
            return true;
        }

        /** The weight of the way to {@code peer} over {@code relay}, to choose among several. */
        default double weightMicros(NodeId relay, NodeId peer) {
            return 0;
        }

        /** Enough observers agree that {@code peer} does not live; repeated every heartbeat as long as it holds. */
        void condemned(NodeId peer);
    }

    private final NodeId self;
    private final ProtocolPort port;
    private MembershipTimes times;
    private final Listener listener;
    private final LocalHealth health;
    private final PeerWatch watch;
    private final Verdicts verdicts;
    private final RelayProbes relayed;
    private MonitoringTopology topology = MonitoringTopology.of(Collections.emptySortedSet());
    private SortedSet<NodeId> watchedOf = topology.nodes();
    private SortedSet<NodeId> voters = Collections.emptySortedSet();
    private @Nullable Cancellable ticking;
    private long incarnation;
    private long probeRound;

    /** A detector that watches nobody yet. */
    public FailureDetector(NodeId self, ProtocolPort port, MembershipTimes times, Listener listener) {
        this.self = self;
        this.port = port;
        this.times = times;
        this.listener = listener;
        this.health = new LocalHealth(times.tickNanos(), port.clock().nowNanos());
        this.watch = new PeerWatch(port, () -> this.times, health, this::sendHeartbeat);
        this.verdicts = new Verdicts(listener, watch, () -> this.times.heartbeatNanos());
        this.relayed = new RelayProbes(port, () -> this.times.relayPatienceNanos());
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
        if (members != watchedOf) {
            watchedOf = members;
            topology = MonitoringTopology.of(members);
        }
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(votersNow));
        SortedSet<NodeId> wanted = new TreeSet<>(topology.watchedBy(self));
        wanted.addAll(sharing);
        wanted.remove(self);
        long nowNanos = port.clock().nowNanos();
        List<WatchedPeer> gone = watch.retain(wanted);
        if (ticking == null) {
            ticking = port.schedule(times.tickNanos(), this::tick);
        }
        verdicts.members(topology, nowNanos);
        for (WatchedPeer peer : gone) {
            verdicts.withdraw(peer.id, self, nowNanos);
            if (peer.relay.chosen() != null) {
                listener.rerouted(peer.id, null);
            }
        }
    }

    /** Goes on at other times; heartbeats that are due by the old ones still come. */
    public void adjust(MembershipTimes other) {
        times = other;
        health.tickEvery(other.tickNanos());
    }

    /** Watches nobody any more. */
    public void stop() {
        watch.retain(Collections.emptySortedSet());
        Cancellable pending = ticking;
        ticking = null;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void sendHeartbeat(WatchedPeer peer) {
        if (listener.loopsMove()) {
            long nowNanos = port.clock().nowNanos();
            long sequence = peer.send(health.attentiveNanos(), nowNanos);
            Heartbeat heartbeat = new Heartbeat(sequence, nowNanos, listener.configId(), incarnation);
            // Directly in any case, which shows when the link is back.
            port.send(peer.id, heartbeat);
            NodeId relay = peer.relay.chosen();
            if (relay != null) {
                peer.sendOverRelay(sequence);
                port.send(relay, new Relayed(self, peer.id, heartbeat));
            }
        }
    }

    /** Takes a message of {@code from}. */
    public void received(NodeId from, MembershipMessage message) {
        if (from.equals(self)) {
            return;
        }
        if (message instanceof Heartbeat heartbeat) {
            HeartbeatAnswer answer = answerTo(from, heartbeat);
            if (answer != null) {
                port.send(from, answer);
            }
        } else if (message instanceof HeartbeatAnswer answer) {
            receivedAnswer(from, answer);
        } else if (message instanceof ProbeRequest request) {
            if (listener.loopsMove() && topology.nodes().contains(request.target())) {
                relayed.requested(from, request.round(), request.target());
            }
        } else if (message instanceof Probe probe) {
            if (listener.loopsMove()) {
                port.send(from, new ProbeAck(probe.nonce(), incarnation));
            }
        } else if (message instanceof ProbeAck ack) {
            answered(from, ack.incarnation());
            relayed.acknowledged(from, ack.nonce());
        } else if (message instanceof ProbeAnswer answer) {
            receivedProbeAnswer(from, answer);
        } else if (message instanceof Accusation accusation) {
            receivedAccusation(from, accusation);
        } else if (message instanceof Refutation refutation) {
            answered(from, refutation.incarnation());
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
        if (message instanceof Heartbeat heartbeat) {
            HeartbeatAnswer answer = answerTo(origin, heartbeat);
            if (answer != null) {
                port.send(relay, new Relayed(self, origin, answer));
            }
        } else if (message instanceof HeartbeatAnswer answer) {
            receivedAnswerOverRelay(relay, origin, answer);
        }
    }

    private void receivedAnswerOverRelay(NodeId relay, NodeId origin, HeartbeatAnswer answer) {
        spoke(origin, answer.incarnation());
        WatchedPeer peer = watch.get(origin);
        if (peer == null || !peer.answered(answer.sequence(), answer.echoSentNanos(), true)) {
            return;
        }
        long nowNanos = port.clock().nowNanos();
        peer.queue(answer.queueHint());
        peer.relay.reachedOver(relay, nowNanos);
        reached(peer, nowNanos);
        listener.answered(origin, answer.echoSentNanos(), answer.answererConfigId());
    }

    /** The answer to a heartbeat, whichever way it came; null if this node is in no state to answer. */
    private @Nullable HeartbeatAnswer answerTo(NodeId from, Heartbeat heartbeat) {
        spoke(from, heartbeat.incarnation());
        if (!listener.loopsMove()) {
            return null;
        }
        listener.answering(from, heartbeat.sentNanos(), heartbeat.configId());
        return new HeartbeatAnswer(
                heartbeat.sequence(),
                heartbeat.sentNanos(),
                heartbeat.configId(),
                listener.configId(),
                incarnation,
                Math.max(0, Math.min(HeartbeatAnswer.MAX_QUEUE_HINT, listener.queueHint())),
                health.score());
    }

    private void receivedAnswer(NodeId from, HeartbeatAnswer answer) {
        answered(from, answer.incarnation());
        WatchedPeer peer = watch.get(from);
        if (peer == null || !peer.answered(answer.sequence(), answer.echoSentNanos(), false)) {
            return;
        }
        long nowNanos = port.clock().nowNanos();
        peer.statistics.answered(nowNanos - answer.echoSentNanos());
        peer.queue(answer.queueHint());
        peer.relay.answeredDirectly();
        chooseRelay(peer, nowNanos);
        listener.answered(from, answer.echoSentNanos(), answer.answererConfigId());
    }

    /**
     * {@code from} lives, and its incarnation is at least this. That does not show that it hears anybody: a node that
     * is deaf sends heartbeats, and holds up all who wait for its acknowledgements.
     */
    private void spoke(NodeId from, long itsIncarnation) {
        verdicts.incarnation(from, itsIncarnation);
        WatchedPeer peer = watch.get(from);
        if (peer != null) {
            peer.spoke(port.clock().nowNanos());
        }
    }

    /** {@code from} lives and hears. */
    private void answered(NodeId from, long itsIncarnation) {
        spoke(from, itsIncarnation);
        WatchedPeer peer = watch.get(from);
        if (peer != null) {
            peer.answers(port.clock().nowNanos());
        }
        verdicts.withdraw(from, self, port.clock().nowNanos());
    }

    private void receivedProbeAnswer(NodeId from, ProbeAnswer answer) {
        WatchedPeer peer = watch.get(answer.target());
        if (peer == null) {
            return;
        }
        peer.answersOfRelays++;
        if (answer.reached()) {
            long nowNanos = port.clock().nowNanos();
            if (!from.equals(peer.id)) {
                peer.relay.reachedOver(from, nowNanos);
            }
            reached(peer, nowNanos);
        }
    }

    /** Somebody else reaches {@code peer}: it lives, whatever is wrong with the link. */
    private void reached(WatchedPeer peer, long nowNanos) {
        peer.reached(health.attentiveNanos(), nowNanos);
        if (!peer.refused) {
            verdicts.withdraw(peer.id, self, nowNanos);
        }
        chooseRelay(peer, nowNanos);
    }

    private void chooseRelay(WatchedPeer peer, long nowNanos) {
        if (!listener.mayRelay()) {
            return;
        }
        NodeId id = peer.id;
        boolean changed = peer.relay.choose(
                peer.linkBroken || watch.isSilent(peer),
                nowNanos - 2 * times.probeNanos(),
                watch::answersHere,
                relay -> listener.weightMicros(relay, id));
        if (changed) {
            NodeId relay = peer.relay.chosen();
            listener.rerouted(id, relay);
            if (relay != null) {
                sendHeartbeat(peer);
            }
        }
    }

    private void receivedAccusation(NodeId from, Accusation accusation) {
        NodeId accused = accusation.accused();
        if (accused.equals(self)) {
            refute(from, accusation.incarnation());
            return;
        }
        if (!topology.nodes().contains(from)
                || !topology.nodes().contains(accused)
                || accusation.incarnation() < verdicts.incarnationOf(accused)) {
            return;
        }
        if (!accusation.refused() && listener.loopsMove() && watch.answersHere(accused)) {
            // Not accepted: the accuser has a dead link, and must learn it.
            port.send(from, new ProbeAnswer(0, accused, true));
            return;
        }
        WatchedPeer peer = watch.get(accused);
        if (accusation.refused() && peer != null) {
            // What it said before may be old news: it has to say it again.
            peer.linkBroken = true;
            sendHeartbeat(peer);
        }
        long nowNanos = port.clock().nowNanos();
        verdicts.accuse(accused, from, accusation.incarnation(), nowNanos + times.accusationNanos(), nowNanos);
    }

    private void refute(NodeId accuser, long accusedIncarnation) {
        if (!listener.loopsMove()) {
            return;
        }
        SortedSet<NodeId> audience = new TreeSet<>();
        if (accusedIncarnation >= incarnation && accusedIncarnation < MessageRanges.MAX_INCARNATION) {
            incarnation = accusedIncarnation + 1;
            audience.addAll(audienceAbout(self));
        }
        audience.add(accuser);
        audience.forEach(to -> port.send(to, new Refutation(incarnation)));
    }

    /** Whoever counts accusations of {@code accused}: its observers and the voters. */
    private SortedSet<NodeId> audienceAbout(NodeId accused) {
        SortedSet<NodeId> audience = new TreeSet<>(topology.observersOf(accused));
        audience.addAll(voters);
        audience.remove(self);
        audience.remove(accused);
        return audience;
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
        WatchedPeer state = watch.get(peer);
        if (state == null || !listener.loopsMove()) {
            return;
        }
        state.linkBroken = true;
        boolean news = !state.refused;
        state.refused = true;
        if (news) {
            accuse(state);
        }
    }

    private void tick() {
        ticking = port.schedule(times.tickNanos(), this::tick);
        long nowNanos = port.clock().nowNanos();
        health.tick(nowNanos);
        if (!listener.loopsMove()) {
            return;
        }
        relayed.tick(nowNanos);
        health.deaf(watch.mostAreSilent());
        for (WatchedPeer peer : watch.all()) {
            if (watch.get(peer.id) == peer) {
                watchSilence(peer, nowNanos);
            }
        }
        verdicts.tick(nowNanos);
    }

    private void watchSilence(WatchedPeer peer, long nowNanos) {
        chooseRelay(peer, nowNanos);
        if (watch.isSilent(peer) && health.attentiveNanos() >= peer.nextProbeAttentive) {
            peer.nextProbeAttentive = health.attentiveNanos() + times.probeNanos();
            askRelays(peer);
        }
        boolean unreached = watch.silenceNanos(peer) >= times.suspicionNanos() * health.multiplier()
                && health.attentiveNanos() - peer.lastReachedAttentive >= times.probeAfterNanos();
        if ((unreached || peer.refused) && nowNanos - peer.nextAccusationNanos >= 0) {
            accuse(peer);
        }
    }

    private void askRelays(WatchedPeer peer) {
        if (peer.askedRelays > 0 && peer.answersOfRelays == 0) {
            // Not even those who were well a moment ago answer: this node may be the one with the bad links.
            health.worse();
        }
        List<NodeId> relays = watch.relaysTo(peer.id, times.relays(), relay -> listener.weightMicros(relay, peer.id));
        peer.askedRelays = relays.size();
        peer.answersOfRelays = 0;
        probeRound++;
        relays.forEach(relay -> port.send(relay, new ProbeRequest(probeRound, peer.id)));
    }

    private void accuse(WatchedPeer peer) {
        long nowNanos = port.clock().nowNanos();
        peer.nextAccusationNanos = nowNanos + times.heartbeatNanos();
        Accusation accusation = new Accusation(peer.id, verdicts.incarnationOf(peer.id), peer.refused);
        audienceAbout(peer.id).forEach(to -> port.send(to, accusation));
        port.send(peer.id, accusation);
        verdicts.accuse(peer.id, self, accusation.incarnation(), nowNanos + times.accusationNanos(), nowNanos);
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
