package io.kith.collections.kind;

import java.util.Arrays;

/**
 * How far a collection has been copied here: commands on keys behind the limit are left to the chunk that will bring these keys
 * with the commands' effects.
 *
 * @param order where the last key copied is in the order
 * @param key that key
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record CopyLimit(long order, byte[] key) {

    /** Whether a key is at or before the limit. */
    public boolean covers(long otherOrder, byte[] array, int keyOffset, int keyLength) {
        int comparison = Long.compareUnsigned(otherOrder, order);
        if (comparison == 0) {
            comparison = Arrays.compareUnsigned(array, keyOffset, keyOffset + keyLength, key, 0, key.length);
        }
        return comparison <= 0;
    }
}
