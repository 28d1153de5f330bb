package io.kith.collections;

import io.kith.transport.CorruptFrameException;

/** What the reads find that vecs and deques share. */
final class SequenceReads {
    /** The opcodes of both types differ in their type bits only. */
    private static final int TYPE_FREE = ~Opcode.TYPE_MASK;

    private SequenceReads() {}

    /**
     * Executes a read and gives back its result.
     *
     * @param in at the arguments
     * @throws CorruptFrameException if the operation cannot be read
     */
    static byte[] read(ItemSequence sequence, byte[] operation, PayloadReader in) {
        int opcode = Operations.opcode(operation);
        switch (opcode & TYPE_FREE) {
            case Opcode.VEC_GET & TYPE_FREE -> {
                int index = in.readVarInt(Integer.MAX_VALUE);
                in.expectEnd();
                return index < sequence.size() ? present(sequence.get(index)) : Results.ABSENT;
            }
            case Opcode.VEC_SIZE & TYPE_FREE -> {
                in.expectEnd();
                return Results.ofNumber(sequence.size());
            }
            case Opcode.VEC_INDEX_OF & TYPE_FREE -> {
                return Results.ofNumber(find(sequence, operation, in) + 1L);
            }
            case Opcode.VEC_PAGE_AT & TYPE_FREE -> {
                return pageAt(sequence, in);
            }
            case Opcode.VEC_PAGE_BESIDE & TYPE_FREE -> {
                return pageBeside(sequence, in);
            }
            default -> throw new CorruptFrameException("no read has the opcode " + opcode);
        }
    }

    /** Finds the element that range-and-value arguments name; -1: none. */
    static int find(ItemSequence sequence, byte[] operation, PayloadReader in) {
        int from = in.readVarInt(Integer.MAX_VALUE);
        int to = in.readVarInt(Integer.MAX_VALUE);
        boolean backward = in.readBoolean();
        return sequence.find(from, to, backward, operation, in.position(), in.remaining());
    }

    static byte[] present(byte[] value) {
        return Results.ofPresent(value, 0, value.length);
    }

    private static byte[] pageAt(ItemSequence sequence, PayloadReader in) {
        int from = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        int to = Math.min(in.readVarInt(Integer.MAX_VALUE), sequence.size());
        int maxElements = in.readVarInt(Integer.MAX_VALUE);
        int maxBytes = in.readVarInt(Integer.MAX_VALUE);
        in.expectEnd();
        return page(sequence, from, to, false, maxElements, maxBytes);
    }

    private static byte[] pageBeside(ItemSequence sequence, PayloadReader in) {
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
        int limit = Math.min(maxBytes, MapReads.MAX_RESULT_BYTES);
        PageBody body = new PageBody(maxElements, limit);
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
