package io.kith.collections.sequence;

import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;

/** What the writes do that vecs and deques share. */
final class SequenceWrites {
    private SequenceWrites() {}

    /** Removes the item of an id and gives it back, if it is there. */
    static byte[] removeItem(SequenceState state, OperationCall call) {
        ItemId item = ItemId.read(call.in());
        call.in().expectEnd();
        int index = state.sequence().indexOf(item);
        return index < 0
                ? Results.ABSENT
                : SequenceState.present(state.sequence().remove(index));
    }

    /** Removes several items by id and gives back how many there were. */
    static byte[] removeItems(SequenceState state, OperationCall call) {
        PayloadReader in = call.in();
        int count = in.readCount(2);
        List<ItemId> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(ItemId.read(in));
        }
        in.expectEnd();
        int removed = 0;
        for (ItemId item : items) {
            int index = state.sequence().indexOf(item);
            if (index >= 0) {
                state.sequence().remove(index);
                removed++;
            }
        }
        return Results.ofNumber(removed);
    }
}
