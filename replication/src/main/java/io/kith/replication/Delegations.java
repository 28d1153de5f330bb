package io.kith.replication;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The read leases this node delegated on one partition, each remembered for its length times (1+δ) after it was given,
 * also when this node is no longer primary.
 */
final class Delegations {
    private final TreeMap<NodeId, Long> untilNanos = new TreeMap<>();

    void gave(NodeId to, long until) {
        untilNanos.merge(to, until, Math::max);
    }

    /** Whether a lease still runs at any node that {@code listed} does not name. */
    boolean runOutside(Collection<NodeId> listed, NodeId self, long nowNanos) {
        for (Map.Entry<NodeId, Long> each : untilNanos.entrySet()) {
            if (each.getValue() > nowNanos && !each.getKey().equals(self) && !listed.contains(each.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lease at another node than {@code joiner} outlasts {@code grantUntilNanos}. */
    boolean outlast(long grantUntilNanos, NodeId joiner, long nowNanos) {
        for (Map.Entry<NodeId, Long> each : untilNanos.entrySet()) {
            if (each.getValue() > nowNanos
                    && each.getValue() > grantUntilNanos
                    && !each.getKey().equals(joiner)) {
                return true;
            }
        }
        return false;
    }

    boolean runsAt(NodeId node, long nowNanos) {
        Long until = untilNanos.get(node);
        return until != null && until > nowNanos;
    }

    /** The nodes but {@code self} at which a lease still runs. */
    List<NodeId> runningAtOthers(NodeId self, long nowNanos) {
        List<NodeId> running = new ArrayList<>(untilNanos.size());
        untilNanos.forEach((holder, until) -> {
            if (until > nowNanos && !holder.equals(self)) {
                running.add(holder);
            }
        });
        return running;
    }

    boolean isEmpty() {
        return untilNanos.isEmpty();
    }

    Iterable<NodeId> holders() {
        return untilNanos.keySet();
    }

    void forgetExpired(long nowNanos) {
        untilNanos.values().removeIf(until -> until <= nowNanos);
    }

    void forgetAll() {
        untilNanos.clear();
    }
}
