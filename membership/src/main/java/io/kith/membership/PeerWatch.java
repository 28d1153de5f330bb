package io.kith.membership;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The nodes that this one watches, when each is due for a heartbeat, and how long each has been silent. */
final class PeerWatch {
    private static final int NEWCOMERS_GRACE = 2;

    private final ProtocolPort port;
    private final Supplier<MembershipTimes> times;
    private final LocalHealth health;
    private final Consumer<WatchedPeer> heartbeat;
    private final SortedMap<NodeId, WatchedPeer> peers = new TreeMap<>();

    /** {@code heartbeat} is called for each peer once an interval. */
    PeerWatch(ProtocolPort port, Supplier<MembershipTimes> times, LocalHealth health, Consumer<WatchedPeer> heartbeat) {
        this.port = port;
        this.times = times;
        this.health = health;
        this.heartbeat = heartbeat;
    }

    /**
     * Watches exactly {@code wanted}; returns those that are watched no more. Who is not among the {@code known} has just
     * come, may still be starting up, and gets more time before its first answer.
     */
    List<WatchedPeer> retain(SortedSet<NodeId> wanted, SortedSet<NodeId> known) {
        List<WatchedPeer> gone = new ArrayList<>(peers.values());
        gone.removeIf(peer -> wanted.contains(peer.id));
        for (WatchedPeer peer : gone) {
            peers.remove(peer.id);
            peer.stop();
        }
        for (NodeId id : wanted) {
            if (!peers.containsKey(id)) {
                add(id, known.contains(id) ? 1 : NEWCOMERS_GRACE);
            }
        }
        return gone;
    }

    private void add(NodeId id, int grace) {
        WatchedPeer peer =
                new WatchedPeer(id, health.attentiveNanos(), grace * times.get().suspicionNanos());
        peers.put(id, peer);
        // Somewhere within the first interval, so that the heartbeats to all peers are spread.
        long delayNanos = port.random().nextLong(times.get().heartbeatNanos());
        peer.timer = port.schedule(delayNanos, () -> due(peer));
    }

    private void due(WatchedPeer peer) {
        // Never later than the interval: leases have gaps otherwise.
        long jitterNanos = port.random().nextLong(times.get().heartbeatNanos() / 10 + 1);
        peer.timer = port.schedule(times.get().heartbeatNanos() - jitterNanos, () -> due(peer));
        heartbeat.accept(peer);
    }

    @Nullable
    WatchedPeer get(NodeId id) {
        return peers.get(id);
    }

    /** All of them, as they are now: what is done with one may change whom the node watches. */
    List<WatchedPeer> all() {
        return List.copyOf(peers.values());
    }

    SortedSet<NodeId> ids() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(peers.keySet()));
    }

    /** Whether most are silent, so that it may be this node that does not hear; among one or two nobody can tell. */
    boolean mostAreSilent() {
        int silent = 0;
        for (WatchedPeer peer : peers.values()) {
            if (isSilent(peer)) {
                silent++;
            }
        }
        return peers.size() >= 3 && 2 * silent > peers.size();
    }

    /** Whether {@code peer} has not answered for so long that others should be asked. */
    boolean isSilent(WatchedPeer peer) {
        long expectedNanos = Math.min(peer.patience.answerNanos(), times.get().suspicionNanos());
        return silenceNanos(peer) >= Math.max(expectedNanos, times.get().probeAfterNanos());
    }

    /**
     * For how long the silence of {@code peer} is borne before it is accused: longer if its answers are known to be late,
     * and if it or this node said of itself that it is not well.
     */
    long silenceToBearNanos(WatchedPeer peer) {
        long usualNanos = times.get().suspicionNanos();
        long bornNanos =
                peer.patience.silenceToBearNanos(usualNanos, times.get().heartbeatNanos());
        int multiplier = Math.min(LocalHealth.MAX_MULTIPLIER, Math.max(health.multiplier(), 1 + peer.localHealth()));
        return Math.min(LocalHealth.MAX_MULTIPLIER * usualNanos, bornNanos * multiplier);
    }

    /** {@code id} said something. */
    void spoke(NodeId id) {
        WatchedPeer peer = peers.get(id);
        if (peer != null) {
            peer.spoke(port.clock().nowNanos());
        }
    }

    /** {@code id} answered something. */
    void answers(NodeId id) {
        WatchedPeer peer = peers.get(id);
        if (peer != null) {
            peer.patience.silenceEnded(silenceNanos(peer), times.get().suspicionNanos());
            peer.answers(port.clock().nowNanos());
        }
    }

    /** For how long it was not reached by any way although it was asked. */
    long unreachedNanos(WatchedPeer peer) {
        return Math.max(0, Math.min(silenceNanos(peer), health.attentiveNanos() - peer.lastReachedAttentive));
    }

    /** How long to wait for {@code id} on behalf of another node. */
    long relayPatienceNanos(NodeId id) {
        WatchedPeer peer = peers.get(id);
        long usualNanos = times.get().relayPatienceNanos();
        return peer == null
                ? usualNanos
                : Math.max(
                        usualNanos,
                        Math.min(peer.patience.answerNanos(), times.get().heartbeatNanos()));
    }

    long silenceNanos(WatchedPeer peer) {
        return peer.silenceNanos(health.attentiveNanos());
    }

    boolean answersHere(NodeId id) {
        WatchedPeer peer = peers.get(id);
        // By the clock, not by attention: whoever slept knows nothing of the present.
        return peer != null && !peer.linkBroken && answeredWithin(id, vouchNanos(peer));
    }

    /** How old its answer may be to vouch for it: answers that take their time come unevenly. */
    private long vouchNanos(WatchedPeer peer) {
        return times.get().vouchNanos()
                + Math.min(peer.patience.answerNanos(), times.get().heartbeatNanos());
    }

    boolean isReachedByRelay(NodeId id) {
        WatchedPeer peer = peers.get(id);
        return peer != null
                && !peer.refused
                && peer.everReached
                && port.clock().nowNanos() - peer.lastReachedNanos < times.get().probeAfterNanos();
    }

    boolean heardWithin(NodeId id, long nanos) {
        WatchedPeer peer = peers.get(id);
        return peer != null && peer.everHeard && port.clock().nowNanos() - peer.lastHeardNanos <= nanos;
    }

    boolean answeredWithin(NodeId id, long nanos) {
        WatchedPeer peer = peers.get(id);
        return peer != null && peer.everAnswered && port.clock().nowNanos() - peer.lastAnswerNanos <= nanos;
    }

    /**
     * Up to {@code count} peers that answer, to try to reach {@code target}: those with the lightest way there, and as the
     * last of them any other one, since what is known of their links may be wrong.
     *
     * @param weightMicros of the way to the target over a peer
     */
    List<NodeId> relaysTo(NodeId target, int count, ToDoubleFunction<NodeId> weightMicros) {
        List<NodeId> candidates = new ArrayList<>();
        for (NodeId id : peers.keySet()) {
            if (!id.equals(target) && answersHere(id)) {
                candidates.add(id);
            }
        }
        // Those of the same weight in random order, so that not all nodes ask the same ones.
        SortedMap<NodeId, Integer> draws = new TreeMap<>();
        candidates.forEach(id -> draws.put(id, port.random().nextInt()));
        candidates.sort(Comparator.comparingDouble(weightMicros).thenComparing(id -> draws.getOrDefault(id, 0)));
        List<NodeId> relays = new ArrayList<>();
        while (relays.size() < count && !candidates.isEmpty()) {
            boolean last = relays.size() == count - 1;
            relays.add(candidates.remove(last ? port.random().nextInt(candidates.size()) : 0));
        }
        return relays;
    }

    SortedMap<NodeId, LinkReport.Link> measuredLinks() {
        SortedMap<NodeId, LinkReport.Link> links = new TreeMap<>();
        peers.forEach((id, peer) -> {
            boolean down = peer.linkBroken || isSilent(peer);
            if (peer.statistics.isMeasured() || down) {
                links.put(id, peer.link(down));
            }
        });
        return Collections.unmodifiableSortedMap(links);
    }
}
