package io.kith.collections.kind;

import io.kith.ring.PartitionHash;

/**
 * The order in which a partition's map entries lie, are paged through and are copied: by their key's token, unsigned,
 * then by the key's bytes. The token's top 16 bits, which within a partition are mostly the same, count least, so that
 * the others spread entries evenly over a table.
 */
public final class CursorOrder {
    private CursorOrder() {}

    /** The first criterion, to be compared unsigned. */
    public static long of(long opening, byte[] array, int keyOffset, int keyLength) {
        return Long.rotateLeft(PartitionHash.keyHash(opening, array, keyOffset, keyLength), 16);
    }
}
