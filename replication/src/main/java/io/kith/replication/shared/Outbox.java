package io.kith.replication.shared;

import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The appends and acknowledgements of all of a shard's partitions, gathered during a turn of the loop: each node gets
 * those that are for it in one message, which it takes as one task.
 */
final class Outbox {
    /** A batch is sent when it has about so many bytes; a part that alone has as many goes alone. */
    static final int BATCH_BYTES = 64 << 10;

    private static final int PART_BYTES = 32;

    private final ProtocolPort port;
    private final TreeMap<NodeId, Parts> byNode = new TreeMap<>();

    private @Nullable NodeId lastTo;
    private @Nullable Parts last;

    /** What is for one node. */
    private static final class Parts {
        final List<Append> appends = new ArrayList<>();
        final List<Acknowledge> acknowledgements = new ArrayList<>();
        long bytes;

        int count() {
            return appends.size() + acknowledgements.size();
        }

        void clear() {
            appends.clear();
            acknowledgements.clear();
            bytes = 0;
        }
    }

    Outbox(ProtocolPort port) {
        this.port = port;
    }

    void add(NodeId to, Append append) {
        long bytes = PART_BYTES;
        for (LogEntry entry : append.entries()) {
            bytes += entry.bytes();
        }
        Parts parts = roomFor(to, bytes);
        parts.appends.add(append);
    }

    void add(NodeId to, Acknowledge acknowledgement) {
        Parts parts = roomFor(to, PART_BYTES);
        parts.acknowledgements.add(acknowledgement);
    }

    private Parts roomFor(NodeId to, long bytes) {
        Parts parts = partsFor(to);
        if (parts.bytes + bytes > BATCH_BYTES) {
            send(to, parts);
        }
        parts.bytes += bytes;
        return parts;
    }

    /** Mostly a partition's parts are for whom the last one's were. */
    private Parts partsFor(NodeId to) {
        Parts parts = last;
        if (parts == null || !to.equals(lastTo)) {
            parts = byNode.computeIfAbsent(to, unused -> new Parts());
            last = parts;
            lastTo = to;
        }
        return parts;
    }

    /** Sends what was gathered for one node, before something that must not come earlier. */
    void send(NodeId to) {
        Parts parts = byNode.get(to);
        if (parts != null) {
            send(to, parts);
        }
    }

    /** Sends all that was gathered. */
    void send() {
        for (Map.Entry<NodeId, Parts> each : byNode.entrySet()) {
            send(each.getKey(), each.getValue());
        }
    }

    /** Forgets nodes that are none of {@code members} and for which nothing is gathered. */
    void forgetIdleBut(Set<NodeId> members) {
        lastTo = null;
        last = null;
        byNode.entrySet().removeIf(each -> each.getValue().count() == 0 && !members.contains(each.getKey()));
    }

    private void send(NodeId to, Parts parts) {
        int count = parts.count();
        if (count == 0) {
            return;
        }
        if (count > 1) {
            port.send(to, new Batch(parts.appends, parts.acknowledgements));
        } else if (parts.appends.isEmpty()) {
            port.send(to, parts.acknowledgements.get(0));
        } else {
            port.send(to, parts.appends.get(0));
        }
        parts.clear();
    }
}
