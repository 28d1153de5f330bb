package io.kith.collections.sequence;

import io.kith.collections.wire.PayloadReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was found of what a removal is about.
 *
 * @param version of the sequence as it was looked through
 * @param item null: none
 */
record RemovalHint(long version, @Nullable ItemId item) {
    /** A search is needed to know. */
    static final int UNKNOWN = -2;

    static RemovalHint read(PayloadReader in) {
        return new RemovalHint(in.readCount(), in.readBoolean() ? ItemId.read(in) : null);
    }

    /** Where the value is now by what was found before; -1: nowhere; {@link #UNKNOWN}. */
    int index(ItemSequence items, RemovalRange range, byte[] array, int offset, int length) {
        if (!range.isAsAt(version, items)
                || !items.isSurelyNotPutSince(version, ItemNode.mark(array, offset, length))) {
            return UNKNOWN;
        }
        // None came since: those that are there were there then, in the same order, and the item was the first of them.
        if (item == null) {
            return -1;
        }
        int index = items.indexOf(item);
        if (index < 0) {
            return UNKNOWN;
        }
        byte[] found = items.get(index);
        return Arrays.equals(found, 0, found.length, array, offset, offset + length) ? index : UNKNOWN;
    }
}
