package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** What follows from who accuses whom: who is suspected, and who is condemned. */
final class Verdicts {
    /** So many accusers condemn; where there are fewer observers, all of them do. */
    private static final int ENOUGH_ACCUSERS = 2;

    private final MembershipListener listener;
    private final PeerWatch watch;
    private final LongSupplier repeatNanos;
    private final AccusationBoard accusations = new AccusationBoard();
    private final SortedMap<NodeId, Long> incarnations = new TreeMap<>();
    private final SortedSet<NodeId> suspects = new TreeSet<>();
    private final SortedMap<NodeId, Long> condemnedAtNanos = new TreeMap<>();
    private MonitoringTopology topology = MonitoringTopology.of(new TreeSet<>());

    Verdicts(MembershipListener listener, PeerWatch watch, LongSupplier repeatNanos) {
        this.listener = listener;
        this.watch = watch;
        this.repeatNanos = repeatNanos;
    }

    void members(MonitoringTopology now, long nowNanos) {
        topology = now;
        accusations.retain(now.nodes());
        incarnations.keySet().retainAll(now.nodes());
        for (NodeId id : List.copyOf(suspects)) {
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

    void accuse(NodeId accused, NodeId accuser, long incarnation, long lapsesNanos, long nowNanos) {
        accusations.accuse(accused, accuser, incarnation, lapsesNanos);
        judge(accused, nowNanos);
    }

    void withdraw(NodeId accused, NodeId accuser, long nowNanos) {
        accusations.withdraw(accused, accuser);
        if (suspects.contains(accused)) {
            judge(accused, nowNanos);
        }
    }

    void tick(long nowNanos) {
        accusations.lapse(nowNanos);
        for (NodeId id : List.copyOf(suspects)) {
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
            if (suspects.remove(id)) {
                listener.cleared(id);
            }
            return;
        }
        if (suspects.add(id)) {
            listener.suspected(id);
        }
        if (accusers < accusersNeeded(id) || watch.isReachedByRelay(id)) {
            condemnedAtNanos.remove(id);
            return;
        }
        Long announced = condemnedAtNanos.get(id);
        if (announced == null || nowNanos - announced >= repeatNanos.getAsLong()) {
            condemnedAtNanos.put(id, nowNanos);
            listener.condemned(id);
        }
    }

    /** Of three members two may fall silent at once: the last one cannot wait for either to accuse the other. */
    private int accusersNeeded(NodeId id) {
        Collection<NodeId> observers = topology.observersOf(id);
        int answering = observers.size();
        if (answering <= ENOUGH_ACCUSERS) {
            for (NodeId observer : observers) {
                answering -= suspects.contains(observer) ? 1 : 0;
            }
        }
        return Math.min(ENOUGH_ACCUSERS, Math.max(1, answering));
    }

    boolean isSuspected(NodeId id) {
        return suspects.contains(id);
    }

    boolean isCondemned(NodeId id) {
        return condemnedAtNanos.containsKey(id);
    }
}
