package io.kith.replication.shared;

import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The commit points of all of a shard's partitions that other nodes are to be told of, the newest of each. */
final class CommitNotices {
    private final TreeMap<NodeId, Map<Integer, CommitPoint>> byNode = new TreeMap<>();
    private boolean empty = true;

    boolean isEmpty() {
        return empty;
    }

    void add(NodeId to, CommitPoint point) {
        empty = false;
        byNode.computeIfAbsent(to, unused -> new LinkedHashMap<>()).put(point.partition(), point);
    }

    /** Forgets nodes that are none of {@code members} and that are to be told nothing. */
    void forgetIdleBut(Set<NodeId> members) {
        byNode.entrySet().removeIf(each -> each.getValue().isEmpty() && !members.contains(each.getKey()));
    }

    /** Tells each node, in one message. */
    void send(ProtocolPort port) {
        for (Map.Entry<NodeId, Map<Integer, CommitPoint>> each : byNode.entrySet()) {
            Map<Integer, CommitPoint> points = each.getValue();
            if (!points.isEmpty()) {
                port.send(each.getKey(), new CommitNotice(List.copyOf(points.values())));
                points.clear();
            }
        }
        empty = true;
    }
}
