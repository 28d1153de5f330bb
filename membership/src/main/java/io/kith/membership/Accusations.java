package io.kith.membership;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accuses whom nobody reaches, weighs the accusations of others, and refutes those of this node itself. */
final class Accusations {
    private final NodeId self;
    private final ProtocolPort port;
    private final NodeState state;
    private final PeerWatch watch;
    private final Verdicts verdicts;
    private final Supplier<MembershipTimes> times;
    private final Consumer<WatchedPeer> heartbeat;
    private MonitoringTopology topology = MonitoringTopology.of(Collections.emptySortedSet());
    private SortedSet<NodeId> voters = Collections.emptySortedSet();
    private long incarnation;

    /** {@code heartbeat} is called for a peer that has to show at once that it lives. */
    Accusations(
            NodeId self,
            ProtocolPort port,
            NodeState state,
            PeerWatch watch,
            Verdicts verdicts,
            Supplier<MembershipTimes> times,
            Consumer<WatchedPeer> heartbeat) {
        this.self = self;
        this.port = port;
        this.state = state;
        this.watch = watch;
        this.verdicts = verdicts;
        this.times = times;
        this.heartbeat = heartbeat;
    }

    /** From now on these are the members, and those of them that vote. */
    void members(MonitoringTopology members, SortedSet<NodeId> votersNow) {
        topology = members;
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(votersNow));
    }

    /** How often this node has refuted an accusation. */
    long incarnation() {
        return incarnation;
    }

    /** Takes an accusation; returns what answers it, if anything does. */
    @Nullable
    MembershipMessage received(NodeId from, Accusation accusation) {
        NodeId accused = accusation.accused();
        if (accused.equals(self)) {
            refute(from, accusation.incarnation());
            return null;
        }
        if (!topology.nodes().contains(from)
                || !topology.nodes().contains(accused)
                || accusation.incarnation() < verdicts.incarnationOf(accused)) {
            return null;
        }
        if (!accusation.refused() && state.loopsMove() && watch.answersHere(accused)) {
            // Not accepted: the accuser has a dead link, and must learn it.
            return new ProbeAnswer(0, accused, true);
        }
        WatchedPeer peer = watch.get(accused);
        if (accusation.refused() && peer != null) {
            // What it said before may be old news: it has to say it again.
            peer.linkBroken = true;
            heartbeat.accept(peer);
        }
        long nowNanos = port.clock().nowNanos();
        verdicts.accuse(from, accusation, nowNanos);
        return null;
    }

    private void refute(NodeId accuser, long accusedIncarnation) {
        if (!state.loopsMove()) {
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

    /** Accuses {@code peer} before all who count accusations, and before itself. */
    void accuse(WatchedPeer peer) {
        long nowNanos = port.clock().nowNanos();
        peer.nextAccusationNanos = nowNanos + times.get().heartbeatNanos();
        Accusation accusation = of(peer);
        audienceAbout(peer.id).forEach(to -> port.send(to, accusation));
        port.send(peer.id, accusation);
        verdicts.accuse(self, accusation, nowNanos);
    }

    /** Tells {@code peer}, and it alone, that it is about to be accused, so that it can show at once that it lives. */
    void warn(WatchedPeer peer) {
        port.send(peer.id, of(peer));
    }

    private Accusation of(WatchedPeer peer) {
        return new Accusation(peer.id, verdicts.incarnationOf(peer.id), peer.refused);
    }
}
