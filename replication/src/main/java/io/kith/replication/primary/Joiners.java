package io.kith.replication.primary;

import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes to which a primary copies its partition, until they are replicas or given up. */
final class Joiners {
    private final PartitionTurn turn;
    private final TreeMap<NodeId, Joiner> joiners = new TreeMap<>();

    Joiners(PartitionTurn turn) {
        this.turn = turn;
    }

    @Nullable
    Joiner get(NodeId node) {
        return joiners.get(node);
    }

    boolean has(NodeId node) {
        return joiners.containsKey(node);
    }

    boolean isEmpty() {
        return joiners.isEmpty();
    }

    boolean anyProposed() {
        return joiners.values().stream().anyMatch(Joiner::isProposed);
    }

    void add(NodeId node, Joiner joiner) {
        joiners.put(node, joiner);
        turn.set(UnderWay.COPIES, true);
    }

    /** Goes through them, and may remove what it gave last. */
    Iterator<Map.Entry<NodeId, Joiner>> iterator() {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Map.Entry<NodeId, Joiner> next() {
                return each.next();
            }

            @Override
            public void remove() {
                each.remove();
                turn.set(UnderWay.COPIES, !joiners.isEmpty());
            }
        };
    }

    /** Those whose acknowledgements the primary waits for and on whose grants it counts. */
    List<NodeId> inSets() {
        if (joiners.isEmpty()) {
            return List.of();
        }
        List<NodeId> set = new ArrayList<>();
        joiners.forEach((node, joiner) -> {
            if (joiner.inSets) {
                set.add(node);
            }
        });
        return set;
    }
}
