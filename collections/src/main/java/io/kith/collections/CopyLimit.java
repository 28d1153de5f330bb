package io.kith.collections;

import java.util.Arrays;

/**
 * How far a map has been copied here: commands on keys behind the limit are left to the chunk that will bring these keys
 * with the commands' effects.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CopyLimit(long order, byte[] key) {

    static CopyLimit after(long collectionId, byte[] key) {
        return new CopyLimit(CursorOrder.of(collectionId, key, 0, key.length), key);
    }

    boolean covers(long otherOrder, byte[] array, int keyOffset, int keyLength) {
        int comparison = Long.compareUnsigned(otherOrder, order);
        if (comparison == 0) {
            comparison = Arrays.compareUnsigned(array, keyOffset, keyOffset + keyLength, key, 0, key.length);
        }
        return comparison <= 0;
    }
}
