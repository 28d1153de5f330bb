package io.kith.replication;

/**
 * The bounds of a shard's queues.
 *
 * @param openWrites writes of one partition that are ordered but not committed
 * @param openBytes bytes of those
 * @param heldRequests requests of one partition that wait for it to become active or to be handed over; they wait for
 *     a lease's time at most
 * @param windowBytes bytes of entries that may be under way to one replica
 * @param appendBytes bytes of entries in one message, unless one entry alone has more
 * @param chunkBytes bytes of state in one piece of a copy, to which one item more may be added: both fit into a frame
 * @param lagBytes bytes of log kept for a joiner before its copy is given up
 * @param copies partitions that are copied at a time when nodes come and go, so that this leaves room for users
 * @param clockToleranceMillis by how much wall and monotonic clock may disagree within a heartbeat
 */
public record ShardLimits(
        int openWrites,
        long openBytes,
        int heldRequests,
        long windowBytes,
        int appendBytes,
        int chunkBytes,
        long lagBytes,
        int copies,
        long clockToleranceMillis) {

    /** The same bounds but for three. */
    public ShardLimits with(int otherOpenWrites, int otherChunkBytes, int otherCopies) {
        return new ShardLimits(
                otherOpenWrites,
                openBytes,
                heldRequests,
                windowBytes,
                appendBytes,
                otherChunkBytes,
                lagBytes,
                otherCopies,
                clockToleranceMillis);
    }

    /** The bounds that suit a heap of half a gigabyte and up. */
    public static ShardLimits defaults() {
        return new ShardLimits(8_192, 64L << 20, 1_024, 8L << 20, 1 << 20, 32 << 10, 256L << 20, 16, 3);
    }
}
