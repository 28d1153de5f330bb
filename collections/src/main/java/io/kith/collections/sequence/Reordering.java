package io.kith.collections.sequence;

import io.kith.collections.wire.PayloadReader;
import io.kith.transport.CorruptFrameException;
import java.util.BitSet;

/**
 * Gives neighbouring elements another order, as sorting does, in slices: reads the order, then what the elements are, and puts each
 * where it belongs.
 */
final class Reordering {
    /** To read a number takes as long as to look through so many elements, about. */
    private static final int ELEMENTS_A_NUMBER = 4;

    /** To put an element somewhere else takes as long as to look through so many, about. */
    private static final int ELEMENTS_A_CHANGE = 64;

    private final ItemSequence items;
    private final int from;
    private final PayloadReader in;
    private final int sliceElements;
    private final int[] order;
    private final BitSet named;
    private final byte[][] values;
    private int read;
    private int collected;
    private int put;

    /**
     * Of {@code count} elements from the index {@code from} on, which are there.
     *
     * @param in at the order: the element to be at {@code from + i} is now at {@code from} and the number {@code i} of it
     * @param sliceElements as many elements are looked through in the time of a slice
     */
    Reordering(ItemSequence items, int from, int count, PayloadReader in, int sliceElements) {
        this.items = items;
        this.from = from;
        this.in = in;
        this.sliceElements = sliceElements;
        this.order = new int[count];
        this.named = new BitSet(count);
        this.values = new byte[count][];
    }

    /**
     * Does the next slice; says whether that was the last one.
     *
     * @throws CorruptFrameException if the order is none; then nothing was changed
     */
    boolean next() {
        int left = sliceElements;
        for (; read < order.length; left -= ELEMENTS_A_NUMBER) {
            if (left <= 0) {
                return false;
            }
            readOne();
        }
        if (collected == 0) {
            in.expectEnd();
        }
        if (collected < order.length) {
            left = collect(left);
        }
        for (; put < order.length; left -= ELEMENTS_A_CHANGE) {
            if (left <= 0) {
                return false;
            }
            items.set(from + put, values[order[put]]);
            put++;
        }
        return true;
    }

    private void readOne() {
        int index = in.readVarInt(order.length - 1);
        if (named.get(index)) {
            throw new CorruptFrameException("a new order names the element " + index + " twice");
        }
        named.set(index);
        order[read++] = index;
    }

    /** Collects as many elements as it may; gives back how much of the slice is left. */
    private int collect(int most) {
        int count = Math.max(0, Math.min(most, order.length - collected));
        items.tree().visit(from + collected, from + collected + count, false, (index, label, value) -> {
            values[collected++] = value;
            return true;
        });
        return collected < order.length ? 0 : most - count;
    }
}
