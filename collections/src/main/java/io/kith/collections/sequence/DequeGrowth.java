package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.OperationCall;

/** By how much writes would let a deque grow. */
final class DequeGrowth {
    private DequeGrowth() {}

    static long ofOne(DequeState deque, OperationCall call) {
        return (long) call.in().remaining() + CollectionState.ELEMENT_OVERHEAD_BYTES;
    }

    static long ofMany(DequeState deque, OperationCall call) {
        call.in().readBoolean();
        return call.in().remaining() + (long) call.in().readCount(1) * CollectionState.ELEMENT_OVERHEAD_BYTES;
    }
}
