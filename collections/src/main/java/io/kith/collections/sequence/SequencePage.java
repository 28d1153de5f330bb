package io.kith.collections.sequence;

import io.kith.collections.wire.PayloadReader;
import java.util.List;

/**
 * Some neighbouring elements of a vec or deque.
 *
 * @param size how many elements the whole collection has
 * @param version changes whenever the collection does
 * @param firstIndex the index of the element with the lowest index in this page; if the page is empty, where it would be
 * @param items in the order that was asked for: rising indexes, or falling ones
 * @param more whether there are further ones in that direction (and, for a page of a range, in the range)
 * @param lost whether the id to go on from is from too long ago, many renumberings earlier, to be understood; the page is
 *     empty then, and the way on is by index
 */
public record SequencePage(
        int size, long version, int firstIndex, List<SequenceItem> items, boolean more, boolean lost) {
    public SequencePage {
        items = List.copyOf(items);
    }

    /** Reads a result of the page operations of {@link VecOperations} and {@link DequeOperations}. */
    static SequencePage parse(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        int size = in.readVarInt(Integer.MAX_VALUE);
        long version = in.readCount();
        int firstIndex = in.readVarInt(Integer.MAX_VALUE);
        boolean more = in.readBoolean();
        boolean lost = in.readBoolean();
        long epoch = in.readCount();
        SequenceItem[] items = new SequenceItem[in.readCount(2)];
        long label = 0;
        for (int i = 0; i < items.length; i++) {
            label += in.readSignedVarLong();
            items[i] = new SequenceItem(new ItemId(epoch, label), in.readBytes());
        }
        in.expectEnd();
        return new SequencePage(size, version, firstIndex, List.of(items), more, lost);
    }
}
