package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who watches whom: all watch all in small clusters; in larger ones each node is watched by {@value #OBSERVERS}, its
 * successors in that many pseudo-random orders of all nodes, as in Rapid (ATC 2018). A pure function of the set of
 * nodes, so all compute the same.
 */
public final class MonitoringTopology {
    /** Up to so many nodes, all watch all. */
    public static final int FULL_MESH_NODES = 16;

    /** How many watch each node in larger clusters. */
    public static final int OBSERVERS = 8;

    private static final int[][] NO_OBSERVERS = {};

    private final SortedSet<NodeId> nodes;

    /** The nodes by index, and for each the indices of those who watch it; empty while all watch all. */
    private final List<NodeId> byIndex;

    private final int[][] observers;

    private MonitoringTopology(SortedSet<NodeId> nodes) {
        this.nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        if (nodes.size() > FULL_MESH_NODES) {
            byIndex = List.copyOf(this.nodes);
            observers = new int[byIndex.size()][OBSERVERS];
            for (int ring = 0; ring < OBSERVERS; ring++) {
                connect(ring);
            }
        } else {
            byIndex = List.of();
            observers = NO_OBSERVERS;
        }
    }

    /** The topology of {@code nodes}. */
    public static MonitoringTopology of(SortedSet<NodeId> nodes) {
        return new MonitoringTopology(nodes);
    }

    private void connect(int ring) {
        int[] order = order(ring);
        for (int i = 0; i < order.length; i++) {
            int[] mine = observers[order[i]];
            // The next in this order that does not watch it yet: exactly so many different ones.
            int next = i;
            int candidate;
            do {
                next = (next + 1) % order.length;
                candidate = order[next];
            } while (contains(mine, ring, candidate));
            mine[ring] = candidate;
        }
    }

    private static boolean contains(int[] values, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }

    /** The indices of all nodes in one of the orders; nodes of the same place in the order of their ids. */
    private int[] order(int ring) {
        long[] places = new long[byIndex.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(byIndex.get(i), ring);
        }
        long[] sorted = places.clone();
        Arrays.sort(sorted);
        int[] order = new int[places.length];
        Arrays.fill(order, -1);
        for (int i = 0; i < places.length; i++) {
            int at = Arrays.binarySearch(sorted, places[i]);
            while (at > 0 && sorted[at - 1] == places[i]) {
                at--;
            }
            while (order[at] >= 0) {
                at++;
            }
            order[at] = i;
        }
        return order;
    }

    /** A node's place in one of the orders: its id, well mixed with the order's number. */
    private static long place(NodeId id, int ring) {
        return mix(id.high() ^ mix(id.low() + 0x9E3779B97F4A7C15L * (ring + 1)));
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Those who watch {@code node}, itself left out; none if it is none of the nodes. */
    public SortedSet<NodeId> observersOf(NodeId node) {
        int index = Collections.binarySearch(byIndex, node);
        if (index < 0) {
            return byIndex.isEmpty() ? allBut(node) : Collections.emptySortedSet();
        }
        TreeSet<NodeId> found = new TreeSet<>();
        for (int observer : observers[index]) {
            found.add(byIndex.get(observer));
        }
        return found;
    }

    /** Those whom {@code node} watches, itself left out; none if it is none of the nodes. */
    public SortedSet<NodeId> watchedBy(NodeId node) {
        int index = Collections.binarySearch(byIndex, node);
        if (index < 0) {
            return byIndex.isEmpty() ? allBut(node) : Collections.emptySortedSet();
        }
        TreeSet<NodeId> found = new TreeSet<>();
        for (int watched = 0; watched < observers.length; watched++) {
            if (contains(observers[watched], OBSERVERS, index)) {
                found.add(byIndex.get(watched));
            }
        }
        return found;
    }

    private SortedSet<NodeId> allBut(NodeId node) {
        if (!nodes.contains(node)) {
            return Collections.emptySortedSet();
        }
        SortedSet<NodeId> others = new TreeSet<>(nodes);
        others.remove(node);
        return others;
    }

    /** All nodes. */
    public SortedSet<NodeId> nodes() {
        return nodes;
    }
}
