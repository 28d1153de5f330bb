package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;

/** By how much writes would let a vec grow. */
final class VecGrowth {
    private VecGrowth() {}

    static long ofOne(VecState vec, OperationCall call) {
        return (long) call.in().remaining() + CollectionState.ELEMENT_OVERHEAD_BYTES;
    }

    static long ofMany(VecState vec, OperationCall call) {
        PayloadReader in = call.in();
        in.readCount();
        return in.remaining() + (long) in.readCount(1) * CollectionState.ELEMENT_OVERHEAD_BYTES;
    }

    static long ofSet(VecState vec, OperationCall call) {
        return at(vec, call.in().readVarInt(Integer.MAX_VALUE), call.in());
    }

    static long ofSetItem(VecState vec, OperationCall call) {
        return at(vec, vec.sequence().indexOf(ItemId.read(call.in())), call.in());
    }

    static long ofCompareAndSet(VecState vec, OperationCall call) {
        PayloadReader in = call.in();
        int index = in.readVarInt(Integer.MAX_VALUE);
        in.skip(in.readLength());
        return at(vec, index, in);
    }

    static long ofReplaceRange(VecState vec, OperationCall call) {
        PayloadReader in = call.in();
        ItemSequence items = vec.sequence();
        // Not an int: behind the last that there could be comes none, and no negative one.
        long index = in.readVarInt(Integer.MAX_VALUE);
        in.readCount();
        long growth = 0;
        for (byte[] value : SequenceState.readValues(in)) {
            growth += index < items.size() ? value.length - items.get((int) index).length : 0;
            index++;
        }
        return growth;
    }

    /** By how much the rest of the arguments is longer than the element at {@code index}; 0 if there is none. */
    private static long at(VecState vec, int index, PayloadReader in) {
        ItemSequence items = vec.sequence();
        return index < 0 || index >= items.size() ? 0 : (long) in.remaining() - items.get(index).length;
    }
}
