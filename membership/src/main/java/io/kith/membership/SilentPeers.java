package io.kith.membership;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is done about peers that do not answer: they are told that they are in doubt, others are asked to reach them, and
 * whom nobody reaches for so long as its link and this node's own health make it bear is accused.
 */
final class SilentPeers {
    private final ProtocolPort port;
    private final NodeState state;
    private final PeerWatch watch;
    private final LocalHealth health;
    private final Accusations accusations;
    private final RelayedHeartbeats relays;
    private final Supplier<MembershipTimes> times;
    private long probeRound;

    SilentPeers(
            ProtocolPort port,
            NodeState state,
            PeerWatch watch,
            LocalHealth health,
            Accusations accusations,
            RelayedHeartbeats relays,
            Supplier<MembershipTimes> times) {
        this.port = port;
        this.state = state;
        this.watch = watch;
        this.health = health;
        this.accusations = accusations;
        this.relays = relays;
        this.times = times;
    }

    /** Looks at all peers. */
    void tick(long nowNanos) {
        health.deaf(watch.mostAreSilent());
        for (WatchedPeer peer : watch.all()) {
            if (watch.get(peer.id) == peer) {
                look(peer, nowNanos);
            }
        }
    }

    private void look(WatchedPeer peer, long nowNanos) {
        relays.choose(peer, nowNanos);
        if (watch.isSilent(peer) && health.attentiveNanos() >= peer.nextProbeAttentive) {
            peer.nextProbeAttentive = health.attentiveNanos() + times.get().probeNanos();
            accusations.warn(peer);
            askRelays(peer);
        }
        boolean unreached = watch.silenceNanos(peer) >= watch.silenceToBearNanos(peer)
                && health.attentiveNanos() - peer.lastReachedAttentive
                        >= times.get().probeAfterNanos();
        if ((unreached || peer.refused) && nowNanos - peer.nextAccusationNanos >= 0) {
            accusations.accuse(peer);
        }
    }

    private void askRelays(WatchedPeer peer) {
        if (peer.askedRelays > 0 && peer.answersOfRelays == 0) {
            // Not even those who were well a moment ago answer: this node may be the one with the bad links.
            health.worse();
        }
        List<NodeId> asked = watch.relaysTo(peer.id, times.get().relays(), relay -> state.weightMicros(relay, peer.id));
        peer.askedRelays = asked.size();
        peer.answersOfRelays = 0;
        probeRound++;
        asked.forEach(relay -> port.send(relay, new ProbeRequest(probeRound, peer.id)));
    }
}
