package io.kith.client.routing;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** The router's sessions: one for each lane, each as every partition knows it. */
final class SessionBook {
    private final NodeId[] ids;
    private final int maxOpen;
    private @Nullable PartitionSession[][] sessions = new @Nullable PartitionSession[Request.LANES][0];

    SessionBook(NodeId session, int maxOpen) {
        this.ids = new NodeId[] {session, new NodeId(session.high(), ~session.low())};
        this.maxOpen = maxOpen;
    }

    /** The session's name in that lane. */
    NodeId idOf(int lane) {
        return ids[lane];
    }

    /** Makes room for so many partitions; a cluster's number never changes. */
    void sizeFor(int partitionCount) {
        if (sessions[0].length != partitionCount) {
            sessions = new @Nullable PartitionSession[Request.LANES][partitionCount];
        }
    }

    /** The session that a write belongs to. */
    PartitionSession of(Request write) {
        PartitionSession session = sessions[write.lane][write.partition];
        if (session == null) {
            session = new PartitionSession(maxOpen);
            sessions[write.lane][write.partition] = session;
        }
        return session;
    }
}
