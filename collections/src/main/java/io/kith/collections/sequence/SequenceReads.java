package io.kith.collections.sequence;

import io.kith.collections.kind.LongReadException;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;

/** What the reads find that vecs and deques share. */
final class SequenceReads {
    private SequenceReads() {}

    static byte[] get(SequenceState state, OperationCall call) {
        ItemSequence sequence = state.sequence();
        int index = call.in().readVarInt(Integer.MAX_VALUE);
        call.in().expectEnd();
        return index < sequence.size() ? SequenceState.present(sequence.get(index)) : Results.ABSENT;
    }

    static byte[] size(SequenceState state, OperationCall call) {
        call.in().expectEnd();
        return Results.ofNumber(state.size());
    }

    static byte[] indexOf(SequenceState state, OperationCall call) {
        ItemSequence sequence = state.sequence();
        PayloadReader in = call.in();
        int from = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        int to = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        boolean backward = in.readBoolean();
        if (to - from > call.sliceElements()) {
            ItemNode items = sequence.snapshot();
            if (items != null) {
                throw new LongReadException(
                        new LongSearch(items, from, to, backward, in.readRest(), call.sliceElements()));
            }
        }
        return Results.ofNumber(sequence.find(from, to, backward, call.array(), in.position(), in.remaining()) + 1L);
    }

    static byte[] pageAt(SequenceState state, OperationCall call) {
        ItemSequence sequence = state.sequence();
        PayloadReader in = call.in();
        int from = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        int to = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        int maxElements = in.readVarInt(Integer.MAX_VALUE);
        int maxBytes = in.readVarInt(Integer.MAX_VALUE);
        in.expectEnd();
        return page(sequence, from, to, false, maxElements, maxBytes);
    }

    static byte[] pageBeside(SequenceState state, OperationCall call) {
        ItemSequence sequence = state.sequence();
        PayloadReader in = call.in();
        int maxElements = in.readVarInt(Integer.MAX_VALUE);
        int maxBytes = in.readVarInt(Integer.MAX_VALUE);
        boolean backward = in.readBoolean();
        int place = backward ? sequence.size() : 0;
        if (in.readBoolean()) {
            place = sequence.placeOf(ItemId.read(in), !backward);
        }
        in.expectEnd();
        if (place < 0) {
            return header(sequence, 0, false, true, 0).toBytes();
        }
        return backward
                ? page(sequence, 0, place, true, maxElements, maxBytes)
                : page(sequence, place, sequence.size(), false, maxElements, maxBytes);
    }

    private static byte[] page(
            ItemSequence sequence, int from, int to, boolean backward, int maxElements, int maxBytes) {
        int limit = Math.min(maxBytes, Results.MAX_BYTES);
        PageBody body = new PageBody(Math.min(maxElements, Operations.MOST_ELEMENTS), limit);
        sequence.tree().visit(from, to, backward, body);
        int range = Math.max(0, to - from);
        int firstIndex = backward ? Math.max(from, to - body.count) : from;
        byte[] items = body.writer.toBytes();
        return header(sequence, firstIndex, body.count < range, false, body.count)
                .writeRaw(items)
                .toBytes();
    }

    private static PayloadWriter header(ItemSequence sequence, int firstIndex, boolean more, boolean lost, int count) {
        return new PayloadWriter(32)
                .writeVarLong(sequence.size())
                .writeVarLong(sequence.version())
                .writeVarLong(firstIndex)
                .writeBoolean(more)
                .writeBoolean(lost)
                .writeVarLong(sequence.epoch())
                .writeVarLong(count);
    }

    /** Gathers the items of a page until it is full. */
    private static final class PageBody implements ItemNode.Visitor {
        private final int maxElements;
        private final int maxBytes;
        private final PayloadWriter writer = new PayloadWriter(256);
        private long lastLabel;
        private int count;

        PageBody(int maxElements, int maxBytes) {
            this.maxElements = maxElements;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(int index, long label, byte[] value) {
            if (count == maxElements || (count > 0 && writer.size() + (long) value.length > maxBytes)) {
                return false;
            }
            writer.writeSignedVarLong(label - lastLabel).writeBytes(value);
            lastLabel = label;
            count++;
            return true;
        }
    }
}
