package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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

    private final SortedSet<NodeId> nodes;
    private final SortedMap<NodeId, SortedSet<NodeId>> observers = new TreeMap<>();
    private final SortedMap<NodeId, SortedSet<NodeId>> watched = new TreeMap<>();

    private MonitoringTopology(SortedSet<NodeId> nodes) {
        this.nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        if (nodes.size() > FULL_MESH_NODES) {
            for (int ring = 0; ring < OBSERVERS; ring++) {
                connect(ring);
            }
        }
    }

    /** The topology of {@code nodes}. */
    public static MonitoringTopology of(SortedSet<NodeId> nodes) {
        return new MonitoringTopology(nodes);
    }

    private void connect(int ring) {
        List<NodeId> order = new ArrayList<>(nodes);
        order.sort(Comparator.comparingLong((NodeId id) -> place(id, ring)).thenComparing(Comparator.naturalOrder()));
        for (int i = 0; i < order.size(); i++) {
            NodeId node = order.get(i);
            SortedSet<NodeId> mine = observers.computeIfAbsent(node, ignored -> new TreeSet<>());
            // The next in this order that does not watch it yet: exactly so many different ones.
            for (int step = 1; step < order.size() && mine.size() <= ring; step++) {
                mine.add(order.get((i + step) % order.size()));
            }
            mine.forEach(observer -> watched.computeIfAbsent(observer, ignored -> new TreeSet<>())
                    .add(node));
        }
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
        return look(node, observers);
    }

    /** Those whom {@code node} watches, itself left out; none if it is none of the nodes. */
    public SortedSet<NodeId> watchedBy(NodeId node) {
        return look(node, watched);
    }

    private SortedSet<NodeId> look(NodeId node, SortedMap<NodeId, SortedSet<NodeId>> sparse) {
        if (!nodes.contains(node)) {
            return Collections.emptySortedSet();
        }
        if (nodes.size() > FULL_MESH_NODES) {
            return Collections.unmodifiableSortedSet(sparse.getOrDefault(node, Collections.emptySortedSet()));
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
