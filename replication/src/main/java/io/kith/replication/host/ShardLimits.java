package io.kith.replication.host;

import io.kith.collections.kind.LongRead;

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
 * @param memoryBytes bytes of data that all shards of the node together may hold before writes that add data are refused
 * @param heapBytes bytes that the process has for everything
 * @param sliceElements elements that what takes long looks through in one turn of the loop, 1 or more
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
        long clockToleranceMillis,
        long memoryBytes,
        long heapBytes,
        int sliceElements) {

    private static final long LEAST_BYTES = 1 << 20;

    /** These bounds, and no other one on memory than what there is. */
    public ShardLimits(
            int openWrites,
            long openBytes,
            int heldRequests,
            long windowBytes,
            int appendBytes,
            int chunkBytes,
            long lagBytes,
            int copies,
            long clockToleranceMillis) {
        this(
                openWrites,
                openBytes,
                heldRequests,
                windowBytes,
                appendBytes,
                chunkBytes,
                lagBytes,
                copies,
                clockToleranceMillis,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                LongRead.SLICE_ELEMENTS);
    }

    /** The same bounds but for memory, and for what goes on in it: that is less where the heap is small. */
    public ShardLimits withMemory(long otherMemoryBytes, long otherHeapBytes) {
        return new ShardLimits(
                openWrites,
                Math.min(openBytes, Math.max(LEAST_BYTES, otherHeapBytes / 8)),
                heldRequests,
                Math.min(windowBytes, Math.max(LEAST_BYTES, otherHeapBytes / 64)),
                appendBytes,
                chunkBytes,
                Math.min(lagBytes, Math.max(LEAST_BYTES, otherHeapBytes / 8)),
                copies,
                clockToleranceMillis,
                otherMemoryBytes,
                otherHeapBytes,
                sliceElements);
    }

    /** The same bounds, but what takes long looks through so many elements at a time. */
    public ShardLimits withSlices(int otherSliceElements) {
        return new ShardLimits(
                openWrites,
                openBytes,
                heldRequests,
                windowBytes,
                appendBytes,
                chunkBytes,
                lagBytes,
                copies,
                clockToleranceMillis,
                memoryBytes,
                heapBytes,
                otherSliceElements);
    }

    /** The same bounds but for four. */
    public ShardLimits with(int otherOpenWrites, int otherChunkBytes, int otherCopies, long otherMemoryBytes) {
        return new ShardLimits(
                otherOpenWrites,
                openBytes,
                heldRequests,
                windowBytes,
                appendBytes,
                otherChunkBytes,
                lagBytes,
                otherCopies,
                clockToleranceMillis,
                otherMemoryBytes,
                heapBytes,
                sliceElements);
    }

    /** The bounds that suit a heap of half a gigabyte and up. */
    public static ShardLimits defaults() {
        return new ShardLimits(8_192, 64L << 20, 1_024, 8L << 20, 1 << 20, 32 << 10, 256L << 20, 16, 3);
    }
}
