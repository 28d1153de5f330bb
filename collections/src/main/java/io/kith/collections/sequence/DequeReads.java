package io.kith.collections.sequence;

import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.Results;

/** What the reads of deques find, besides those that vecs have too. */
final class DequeReads {
    private DequeReads() {}

    static byte[] peek(DequeState deque, OperationCall call) {
        ItemSequence items = deque.sequence();
        boolean first = call.in().readBoolean();
        call.in().expectEnd();
        return items.size() == 0 ? Results.ABSENT : SequenceState.present(items.get(first ? 0 : items.size() - 1));
    }

    static byte[] capacity(DequeState deque, OperationCall call) {
        call.in().expectEnd();
        return Results.ofNumber(deque.capacity());
    }
}
