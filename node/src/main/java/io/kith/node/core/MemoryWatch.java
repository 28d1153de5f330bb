package io.kith.node.core;

/**
 * What a node's shards hold of data, against its limit. The node is full when it holds more than that, as a backup may, or
 * has refused something while less than a tenth was free; and full no more once a tenth is free again, so that it does not
 * waver.
 */
final class MemoryWatch {
    private static final long TENTHS = 10;

    private final long[] storedBytes;
    private boolean full;

    MemoryWatch(int shards) {
        this.storedBytes = new long[shards];
    }

    /** A shard holds so much now, and has or has not refused something for want of memory since it said so last. */
    void stored(int shard, long bytes, boolean refused, long limitBytes) {
        storedBytes[shard] = bytes;
        look(refused, limitBytes);
    }

    /** Looks again, as the limit may be another. */
    void look(boolean refused, long limitBytes) {
        long total = totalBytes();
        boolean tight = total >= limitBytes - limitBytes / TENTHS;
        full = total > limitBytes || (tight && (full || refused));
    }

    /** What all shards hold. */
    long totalBytes() {
        long total = 0;
        for (long bytes : storedBytes) {
            total += bytes;
        }
        return total;
    }

    /** What the other shards than this one hold. */
    long elsewhereBytes(int shard) {
        return totalBytes() - storedBytes[shard];
    }

    boolean isFull() {
        return full;
    }
}
