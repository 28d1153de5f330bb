package io.kith.replication.lease;

import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The read leases this node delegated on one partition, each remembered for its length times (1+δ) after it was given,
 * also when this node is no longer primary.
 */
public final class Delegations {
    /** Few, so that going through them all is the quickest way to one. */
    private NodeId[] holders = new NodeId[0];

    private long[] untilNanos = new long[0];
    private int size;

    /** A read lease at {@code to} may run that long. */
    public void gave(NodeId to, long until) {
        int index = indexOf(to);
        if (index >= 0) {
            untilNanos[index] = Math.max(untilNanos[index], until);
            return;
        }
        if (size == holders.length) {
            holders = Arrays.copyOf(holders, size + 1);
            untilNanos = Arrays.copyOf(untilNanos, size + 1);
        }
        holders[size] = to;
        untilNanos[size] = until;
        size++;
    }

    private int indexOf(NodeId holder) {
        for (int i = 0; i < size; i++) {
            if (holders[i].equals(holder)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a lease still runs at any node that {@code listed} does not name. */
    public boolean runOutside(Collection<NodeId> listed, NodeId self, long nowNanos) {
        for (int i = 0; i < size; i++) {
            if (untilNanos[i] > nowNanos && !holders[i].equals(self) && !listed.contains(holders[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lease at another node than {@code joiner} outlasts {@code grantUntilNanos}. */
    public boolean outlast(long grantUntilNanos, NodeId joiner, long nowNanos) {
        for (int i = 0; i < size; i++) {
            if (untilNanos[i] > nowNanos && untilNanos[i] > grantUntilNanos && !holders[i].equals(joiner)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lease still runs at {@code node}. */
    public boolean runsAt(NodeId node, long nowNanos) {
        int index = indexOf(node);
        return index >= 0 && untilNanos[index] > nowNanos;
    }

    /** The nodes but {@code self} at which a lease still runs, by rising id. */
    public List<NodeId> runningAtOthers(NodeId self, long nowNanos) {
        List<NodeId> running = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (untilNanos[i] > nowNanos && !holders[i].equals(self)) {
                running.add(holders[i]);
            }
        }
        running.sort(null);
        return running;
    }

    /** Whether none is remembered. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How many nodes are remembered at which one may run. */
    public int size() {
        return size;
    }

    /** One of them. */
    public NodeId holder(int index) {
        return holders[index];
    }

    /** Forgets those that have run out. */
    public void forgetExpired(long nowNanos) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (untilNanos[i] > nowNanos) {
                holders[kept] = holders[i];
                untilNanos[kept] = untilNanos[i];
                kept++;
            }
        }
        size = kept;
    }

    /** This node becomes primary once more: what it delegated earlier may still run. */
    public void nextTerm(SafetyRules rules) {
        for (int i = 0; i < size; i++) {
            untilNanos[i] = rules.delegatedUntilInNextTerm(untilNanos[i]);
        }
    }
}
