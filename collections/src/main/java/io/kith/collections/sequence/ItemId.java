package io.kith.collections.sequence;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;

/**
 * Names one element of a vec or deque as long as it is there, wherever its index moves; afterwards it still names the
 * place where the element was. Ids of one epoch are ordered as their elements are.
 *
 * @param epoch how often the collection had renumbered its elements
 * @param label the element's number in that epoch
 */
public record ItemId(long epoch, long label) {
    public ItemId {
        if (epoch < 0) {
            throw new IllegalArgumentException("the epoch " + epoch + " is negative");
        }
    }

    void write(PayloadWriter out) {
        out.writeVarLong(epoch).writeSignedVarLong(label);
    }

    static ItemId read(PayloadReader in) {
        return new ItemId(in.readCount(), in.readSignedVarLong());
    }
}
