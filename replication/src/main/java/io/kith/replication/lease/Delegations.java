package io.kith.replication.lease;

import io.kith.replication.safety.SafetyRules;
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
public final class Delegations {
    private final TreeMap<NodeId, Long> untilNanos = new TreeMap<>();

    /** A read lease at {@code to} may run that long. */
    public void gave(NodeId to, long until) {
        untilNanos.merge(to, until, Math::max);
    }

    /** Whether a lease still runs at any node that {@code listed} does not name. */
    public boolean runOutside(Collection<NodeId> listed, NodeId self, long nowNanos) {
        for (Map.Entry<NodeId, Long> each : untilNanos.entrySet()) {
            if (each.getValue() > nowNanos && !each.getKey().equals(self) && !listed.contains(each.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lease at another node than {@code joiner} outlasts {@code grantUntilNanos}. */
    public boolean outlast(long grantUntilNanos, NodeId joiner, long nowNanos) {
        for (Map.Entry<NodeId, Long> each : untilNanos.entrySet()) {
            if (each.getValue() > nowNanos
                    && each.getValue() > grantUntilNanos
                    && !each.getKey().equals(joiner)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lease still runs at {@code node}. */
    public boolean runsAt(NodeId node, long nowNanos) {
        Long until = untilNanos.get(node);
        return until != null && until > nowNanos;
    }

    /** The nodes but {@code self} at which a lease still runs. */
    public List<NodeId> runningAtOthers(NodeId self, long nowNanos) {
        List<NodeId> running = new ArrayList<>(untilNanos.size());
        untilNanos.forEach((holder, until) -> {
            if (until > nowNanos && !holder.equals(self)) {
                running.add(holder);
            }
        });
        return running;
    }

    /** Whether none runs. */
    public boolean isEmpty() {
        return untilNanos.isEmpty();
    }

    /** All nodes at which one may run. */
    public Iterable<NodeId> holders() {
        return untilNanos.keySet();
    }

    /** Forgets those that have run out. */
    public void forgetExpired(long nowNanos) {
        if (!untilNanos.isEmpty()) {
            untilNanos.values().removeIf(until -> until <= nowNanos);
        }
    }

    /** This node becomes primary once more: what it delegated earlier may still run. */
    public void nextTerm(SafetyRules rules) {
        untilNanos.replaceAll((holder, until) -> rules.delegatedUntilInNextTerm(until));
    }
}
