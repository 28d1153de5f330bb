package io.kith.client.routing;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** The router's sessions: one for each lane, each as every partition knows it. */
final class SessionBook {
    /** A primary lets the other replicas know of a commit within 2 ms. */
    private static final long COMMIT_NEWS_NANOS = 4_000_000;

    /** Takes a session that is open in a partition. */
    @FunctionalInterface
    interface OpenSessions {
        void accept(int lane, int partition);
    }

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
            session = new PartitionSession(maxOpen, write.lane == Request.WAITING_LANE);
            sessions[write.lane][write.partition] = session;
        }
        return session;
    }

    /** Whether the other replicas of a partition may not know yet that a write of this client was committed. */
    boolean wroteLately(int partition, long nowNanos) {
        PartitionSession session = sessions[Request.COMMON_LANE][partition];
        return session != null && session.wroteWithin(COMMIT_NEWS_NANOS, nowNanos);
    }

    /** Gives all sessions that partitions know to {@code action}. */
    void forEachOpen(OpenSessions action) {
        for (int lane = 0; lane < Request.LANES; lane++) {
            for (int partition = 0; partition < sessions[lane].length; partition++) {
                PartitionSession session = sessions[lane][partition];
                if (session != null && session.isOpen()) {
                    action.accept(lane, partition);
                }
            }
        }
    }
}
