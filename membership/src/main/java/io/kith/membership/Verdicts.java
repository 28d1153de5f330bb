package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What follows from who accuses whom: who is suspected, and who is condemned. */
final class Verdicts {
    /** So many accusers condemn; where there are fewer observers, all of them do. */
    private static final int ENOUGH_ACCUSERS = 2;

    private final MembershipListener listener;
    private final PeerWatch watch;
    private final LocalHealth health;
    private final Supplier<MembershipTimes> times;
    private final AccusationBoard accusations = new AccusationBoard();
    private final SortedMap<NodeId, Long> incarnations = new TreeMap<>();

    /** Who is accused by anybody, and the attentive time from which on it was. */
    private final SortedMap<NodeId, Long> suspects = new TreeMap<>();

    private final SortedMap<NodeId, Long> condemnedAtNanos = new TreeMap<>();
    private MonitoringTopology topology = MonitoringTopology.of(new TreeSet<>());

    Verdicts(MembershipListener listener, PeerWatch watch, LocalHealth health, Supplier<MembershipTimes> times) {
        this.listener = listener;
        this.watch = watch;
        this.health = health;
        this.times = times;
    }

    void members(MonitoringTopology now, long nowNanos) {
        topology = now;
        accusations.retain(now.nodes());
        incarnations.keySet().retainAll(now.nodes());
        for (NodeId id : List.copyOf(suspects.keySet())) {
            judge(id, nowNanos);
        }
    }

    long incarnationOf(NodeId id) {
        return incarnations.getOrDefault(id, 0L);
    }

    /** {@code id} has refuted all accusations that name a lower incarnation. */
    void incarnation(NodeId id, long incarnation) {
        if (incarnation > incarnationOf(id) && topology.nodes().contains(id)) {
            incarnations.put(id, incarnation);
            accusations.refute(id, incarnation);
        }
    }

    void accuse(NodeId accuser, Accusation accusation, long nowNanos) {
        accusations.accuse(accuser, accusation, nowNanos + times.get().accusationNanos());
        judge(accusation.accused(), nowNanos);
    }

    /** Returns whether {@code accuser} had accused it. */
    boolean withdraw(NodeId accused, NodeId accuser, long nowNanos) {
        boolean stood = accusations.withdraw(accused, accuser);
        if (suspects.containsKey(accused)) {
            judge(accused, nowNanos);
        }
        return stood;
    }

    void tick(long nowNanos) {
        accusations.lapse(nowNanos);
        for (NodeId id : List.copyOf(suspects.keySet())) {
            judge(id, nowNanos);
        }
        for (NodeId id : accusations.accused()) {
            judge(id, nowNanos);
        }
    }

    private void judge(NodeId id, long nowNanos) {
        int accusers = topology.nodes().contains(id) ? accusations.accusers(id) : 0;
        if (accusers == 0 || watch.answersHere(id)) {
            condemnedAtNanos.remove(id);
            if (suspects.remove(id) != null) {
                listener.cleared(id);
            }
            return;
        }
        if (suspects.putIfAbsent(id, health.attentiveNanos()) == null) {
            listener.suspected(id);
        }
        if (accusers < accusersNeeded(id) || watch.isReachedByRelay(id) || isInDoubt(id, accusers)) {
            condemnedAtNanos.remove(id);
            return;
        }
        Long announced = condemnedAtNanos.get(id);
        if (announced == null || nowNanos - announced >= times.get().heartbeatNanos()) {
            condemnedAtNanos.put(id, nowNanos);
            listener.condemned(id);
        }
    }

    /**
     * Who has just woken up has only old news; and the word of one observer alone, where there are others that have
     * fallen silent too and cannot confirm it, has to stand for a while: it may be that one that does not hear.
     */
    private boolean isInDoubt(NodeId id, int accusers) {
        boolean confirmed =
                accusers >= Math.min(ENOUGH_ACCUSERS, topology.observersOf(id).size()) || accusations.isRefused(id);
        return !health.isAwake()
                || (!confirmed && accusedForNanos(id) < times.get().doubtNanos());
    }

    /** Of three members two may fall silent at once: the last one cannot wait for either to accuse the other. */
    private int accusersNeeded(NodeId id) {
        Collection<NodeId> observers = topology.observersOf(id);
        int answering = observers.size();
        if (answering <= ENOUGH_ACCUSERS) {
            for (NodeId observer : observers) {
                answering -= suspects.containsKey(observer) ? 1 : 0;
            }
        }
        return Math.min(ENOUGH_ACCUSERS, Math.max(1, answering));
    }

    boolean isSuspected(NodeId id) {
        return suspects.containsKey(id);
    }

    /** For how long it has been accused, in time during which this node was attentive; 0 if it is not. */
    long accusedForNanos(NodeId id) {
        Long since = suspects.get(id);
        return since == null ? 0 : health.attentiveNanos() - since;
    }

    /** For how long it has not been reached, as far as this node or those who watch it in its place can tell. */
    long silenceNanos(NodeId id) {
        WatchedPeer peer = watch.get(id);
        return peer == null ? accusedForNanos(id) : watch.unreachedNanos(peer);
    }

    /** Whether its address refuses connections, as this node or somebody else found. */
    boolean isRefused(NodeId id) {
        WatchedPeer peer = watch.get(id);
        return peer == null ? suspects.containsKey(id) && accusations.isRefused(id) : peer.refused;
    }

    boolean isCondemned(NodeId id) {
        return condemnedAtNanos.containsKey(id);
    }
}
