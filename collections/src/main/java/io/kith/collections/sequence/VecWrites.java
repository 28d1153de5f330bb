package io.kith.collections.sequence;

import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import java.util.List;

/** What the writes of vecs do. */
final class VecWrites {
    private VecWrites() {}

    // ---- one element

    static byte[] add(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        items.requireRoom(1);
        int index = items.size();
        items.insert(index, call.in().readRest());
        return Results.ofNumber(index);
    }

    static byte[] insert(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = index(call);
        if (index > items.size()) {
            return Results.FALSE;
        }
        items.requireRoom(1);
        items.insert(index, call.in().readRest());
        return Results.TRUE;
    }

    static byte[] set(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = index(call);
        return index < items.size()
                ? SequenceState.present(items.set(index, call.in().readRest()))
                : Results.ABSENT;
    }

    static byte[] remove(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = lastArgument(call);
        return index >= items.size() ? Results.ABSENT : SequenceState.present(items.remove(index));
    }

    static byte[] swapRemove(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = lastArgument(call);
        int size = items.size();
        if (index >= size) {
            return Results.ABSENT;
        }
        byte[] last = items.remove(size - 1);
        return SequenceState.present(index == size - 1 ? last : items.set(index, last));
    }

    static byte[] compareAndSet(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        PayloadReader in = call.in();
        int index = index(call);
        int length = in.readLength();
        int offset = in.position();
        in.skip(length);
        if (index >= items.size()) {
            return Results.FALSE;
        }
        byte[] current = items.get(index);
        if (!Arrays.equals(current, 0, current.length, call.array(), offset, offset + length)) {
            return Results.FALSE;
        }
        items.set(index, in.readRest());
        return Results.TRUE;
    }

    static byte[] setItem(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = items.indexOf(ItemId.read(call.in()));
        return index < 0
                ? Results.ABSENT
                : SequenceState.present(items.set(index, call.in().readRest()));
    }

    static byte[] insertBeside(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        PayloadReader in = call.in();
        ItemId item = ItemId.read(in);
        boolean before = in.readBoolean();
        int place = items.placeOf(item, !before);
        if (place < 0) {
            return Results.ABSENT;
        }
        items.requireRoom(1);
        long label = items.insert(place, in.readRest());
        PayloadWriter writer = new PayloadWriter(16).writeByte(1);
        new ItemId(items.epoch(), label).write(writer);
        return writer.toBytes();
    }

    private static int index(OperationCall call) {
        return call.in().readVarInt(Integer.MAX_VALUE);
    }

    private static int lastArgument(OperationCall call) {
        int index = index(call);
        call.in().expectEnd();
        return index;
    }

    // ---- many elements

    static byte[] addAll(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        index(call);
        int index = items.size();
        insertAt(items, index, SequenceState.readValues(call.in()));
        return Results.ofNumber(index);
    }

    static byte[] insertAll(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int index = index(call);
        List<byte[]> values = SequenceState.readValues(call.in());
        if (index > items.size()) {
            return Results.FALSE;
        }
        insertAt(items, index, values);
        return Results.TRUE;
    }

    private static void insertAt(ItemSequence items, int index, List<byte[]> values) {
        items.requireRoom(values.size());
        for (int i = 0; i < values.size(); i++) {
            items.insert(index + i, values.get(i));
        }
    }

    static byte[] removeRange(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int from = index(call);
        int to = lastArgument(call);
        return removed(items, Math.min(from, items.size()), Math.min(to, items.size()));
    }

    static byte[] truncate(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        return removed(items, Math.min(lastArgument(call), items.size()), items.size());
    }

    static byte[] clear(VecState vec, OperationCall call) {
        call.in().expectEnd();
        return removed(vec.sequence(), 0, vec.sequence().size());
    }

    private static byte[] removed(ItemSequence items, int from, int to) {
        items.removeRange(from, to);
        return Results.ofNumber(Math.max(0, to - from));
    }

    static byte[] drain(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int from = Math.min(index(call), items.size());
        int to = Math.min(index(call), items.size());
        ValueList values = new ValueList(lastArgument(call));
        items.tree().visit(from, to, false, values);
        items.removeRange(from, from + values.count());
        return values.payload();
    }

    /** Whether the vec is as the client saw it, and has the range it wants to change. */
    private static boolean isUnchanged(ItemSequence items, long expectedVersionPlusOne, int from, int count) {
        boolean sameVersion = expectedVersionPlusOne == 0 || expectedVersionPlusOne - 1 == items.version();
        return sameVersion && from <= items.size() - count;
    }

    static byte[] replaceRange(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        int from = index(call);
        long expectedVersionPlusOne = call.in().readCount();
        List<byte[]> values = SequenceState.readValues(call.in());
        if (!isUnchanged(items, expectedVersionPlusOne, from, values.size())) {
            return Results.FALSE;
        }
        for (int i = 0; i < values.size(); i++) {
            items.set(from + i, values.get(i));
        }
        return Results.TRUE;
    }

    static byte[] permute(VecState vec, OperationCall call) {
        ItemSequence items = vec.sequence();
        PayloadReader in = call.in();
        int from = index(call);
        long expectedVersionPlusOne = in.readCount();
        int count = in.readCount(1);
        if (!isUnchanged(items, expectedVersionPlusOne, from, count)) {
            return Results.FALSE;
        }
        PayloadReader order = new PayloadReader().reset(call.array(), in.position());
        Reordering reordering = new Reordering(items, from, count, order, call.sliceElements());
        if (!reordering.next()) {
            call.requests().later(reordering::next);
        }
        return Results.TRUE;
    }
}
