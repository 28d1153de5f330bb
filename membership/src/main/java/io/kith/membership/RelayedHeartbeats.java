package io.kith.membership;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Heartbeats that go over a relay while the direct link to a peer is down, and over whom. A lease counts from the sending
 * of a heartbeat, whichever way it took.
 */
final class RelayedHeartbeats {
    private final NodeId self;
    private final ProtocolPort port;
    private final PeerWatch watch;
    private final NodeState state;
    private final MembershipListener listener;
    private final Supplier<MembershipTimes> times;
    private final Consumer<WatchedPeer> heartbeat;

    /** {@code heartbeat} is called for a peer that is to hear from this node at once. */
    RelayedHeartbeats(
            NodeId self,
            ProtocolPort port,
            PeerWatch watch,
            NodeState state,
            MembershipListener listener,
            Supplier<MembershipTimes> times,
            Consumer<WatchedPeer> heartbeat) {
        this.self = self;
        this.port = port;
        this.watch = watch;
        this.state = state;
        this.listener = listener;
        this.times = times;
        this.heartbeat = heartbeat;
    }

    /** Sends what went out directly over the peer's relay too, if it has one. */
    void sent(WatchedPeer peer, Heartbeat message) {
        NodeId relay = peer.relay.chosen();
        if (relay != null) {
            peer.sendOverRelay(message.sequence());
            port.send(relay, new Relayed(self, peer.id, message));
        }
    }

    /** Answers {@code origin} the way its heartbeat came. */
    void answer(NodeId relay, NodeId origin, HeartbeatAnswer answer) {
        port.send(relay, new Relayed(self, origin, answer));
    }

    /** Chooses how to reach {@code peer} as things are now. */
    void choose(WatchedPeer peer, long nowNanos) {
        if (!state.mayRelay()) {
            return;
        }
        NodeId id = peer.id;
        boolean changed = peer.relay.choose(
                peer.linkBroken || watch.isSilent(peer),
                nowNanos - 2 * times.get().probeNanos(),
                watch::answersHere,
                relay -> state.weightMicros(relay, id));
        if (changed) {
            NodeId relay = peer.relay.chosen();
            listener.rerouted(id, relay);
            if (relay != null) {
                heartbeat.accept(peer);
            }
        }
    }

    /** {@code peer} is watched no more. */
    void forget(WatchedPeer peer) {
        if (peer.relay.chosen() != null) {
            listener.rerouted(peer.id, null);
        }
    }
}
