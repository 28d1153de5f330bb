package io.kith.replication.lease;

import io.kith.transport.NodeId;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The promises this node gave by answering heartbeats: until when, by its own clock, it activates as primary of nothing
 * whose primary the other node is. Kept by the config it held when it promised.
 */
final class GivenGrants {
    private final TreeMap<NodeId, TreeMap<Long, Long>> untilByConfig = new TreeMap<>();

    void gave(NodeId to, long configId, long untilNanos) {
        untilByConfig.computeIfAbsent(to, unused -> new TreeMap<>()).merge(configId, untilNanos, Math::max);
    }

    /** Until when the last grant runs that was given to {@code node} before config {@code configId} was held. */
    long untilNanosBefore(NodeId node, long configId, long nowNanos) {
        NavigableMap<Long, Long> grants = untilByConfig.get(node);
        long untilNanos = nowNanos;
        if (grants != null) {
            for (long until : grants.headMap(configId, false).values()) {
                untilNanos = Math.max(untilNanos, until);
            }
        }
        return untilNanos;
    }

    /** All nodes that may hold a grant. */
    Iterable<NodeId> holders() {
        return untilByConfig.keySet();
    }

    void forgetExpired(long nowNanos) {
        Iterator<Map.Entry<NodeId, TreeMap<Long, Long>>> nodes =
                untilByConfig.entrySet().iterator();
        while (nodes.hasNext()) {
            TreeMap<Long, Long> grants = nodes.next().getValue();
            grants.values().removeIf(until -> until <= nowNanos);
            if (grants.isEmpty()) {
                nodes.remove();
            }
        }
    }
}
