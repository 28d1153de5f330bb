package io.kith.replication.shared;

import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The commit points of all of a shard's partitions that other nodes are to be told of, the newest of each. */
final class CommitNotices {
    private final TreeMap<NodeId, Points> byNode = new TreeMap<>();
    private boolean empty = true;

    /** What one node is to be told. Asked for every write: a partition's point is found by an index, not by hashing. */
    private static final class Points {
        final List<CommitPoint> points = new ArrayList<>();

        /** By partition, the place of its point in the list plus one; 0: it has none. */
        int[] places = new int[0];

        void put(CommitPoint point) {
            int partition = point.partition();
            if (partition >= places.length) {
                places = Arrays.copyOf(places, Math.max(partition + 1, places.length * 2));
            }
            int place = places[partition];
            if (place == 0) {
                points.add(point);
                places[partition] = points.size();
            } else {
                points.set(place - 1, point);
            }
        }

        List<CommitPoint> take() {
            List<CommitPoint> taken = List.copyOf(points);
            for (CommitPoint point : taken) {
                places[point.partition()] = 0;
            }
            points.clear();
            return taken;
        }
    }

    boolean isEmpty() {
        return empty;
    }

    void add(NodeId to, CommitPoint point) {
        empty = false;
        byNode.computeIfAbsent(to, unused -> new Points()).put(point);
    }

    /** Forgets nodes that are none of {@code members} and that are to be told nothing. */
    void forgetIdleBut(Set<NodeId> members) {
        byNode.entrySet().removeIf(each -> each.getValue().points.isEmpty() && !members.contains(each.getKey()));
    }

    /** Tells each node, in one message. */
    void send(ProtocolPort port) {
        for (Map.Entry<NodeId, Points> each : byNode.entrySet()) {
            if (!each.getValue().points.isEmpty()) {
                port.send(each.getKey(), new CommitNotice(each.getValue().take()));
            }
        }
        empty = true;
    }
}
