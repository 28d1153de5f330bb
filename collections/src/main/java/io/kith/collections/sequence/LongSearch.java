package io.kith.collections.sequence;

import io.kith.collections.kind.LongRead;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/** Looks for a value in a long sequence as it was when that was asked for: a snapshot costs nothing, and stays as it is. */
final class LongSearch implements LongRead {
    private final ItemNode items;
    private final boolean backward;
    private final byte[] value;
    private final int mark;
    private final int slice;
    private int from;
    private int to;

    /** In {@code [from, to)} of {@code items}, which nobody changes, so many at a time. */
    LongSearch(ItemNode items, int from, int to, boolean backward, byte[] value, int slice) {
        this.items = items;
        this.from = from;
        this.to = to;
        this.backward = backward;
        this.value = value;
        this.mark = ItemNode.mark(value, 0, value.length);
        this.slice = slice;
    }

    @Override
    public byte @Nullable [] next() {
        int sliceFrom = backward ? Math.max(from, to - slice) : from;
        int sliceTo = backward ? to : Math.min(to, from + slice);
        int found = items.find(sliceFrom, sliceTo, backward, value, 0, value.length, mark);
        if (backward) {
            to = sliceFrom;
        } else {
            from = sliceTo;
        }
        return found >= 0 || from >= to ? Results.ofNumber(found + 1L) : null;
    }
}
