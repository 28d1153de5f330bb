package io.kith.replication.primary;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes to which a primary copies its partition, until they are replicas or given up. */
final class Joiners {
    private final TreeMap<NodeId, Joiner> joiners = new TreeMap<>();

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
    }

    Iterator<Map.Entry<NodeId, Joiner>> iterator() {
        return joiners.entrySet().iterator();
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
