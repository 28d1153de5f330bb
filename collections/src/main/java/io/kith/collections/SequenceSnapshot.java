package io.kith.collections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vec or deque as it was at one moment, to be copied piece by piece while it changes. Counted one after the other: the
 * entries of its tables of earlier labels, its items, and what else it has.
 *
 * @param type its type bits
 * @param header what precedes everything else
 * @param root its items
 * @param extras in a deque, the requests that wait and the reservations, encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SequenceSnapshot(
        int type,
        byte[] header,
        List<EpochTable> tables,
        @Nullable ItemNode root,
        List<byte[]> extras) {

    int size() {
        return root == null ? 0 : root.size();
    }
}
