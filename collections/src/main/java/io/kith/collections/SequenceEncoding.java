package io.kith.collections;

import static io.kith.collections.PayloadWriter.sizeOf;
import static io.kith.collections.PayloadWriter.varLongSize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of arguments and results that vecs and deques share. */
final class SequenceEncoding {
    private SequenceEncoding() {}

    static byte[] bare(int opcode, long collectionId) {
        return PayloadWriter.operation(opcode, collectionId, 0).toBytes();
    }

    static byte[] ofNumber(int opcode, long collectionId, long number) {
        return PayloadWriter.operation(opcode, collectionId, varLongSize(number))
                .writeVarLong(number)
                .toBytes();
    }

    static byte[] ofNumberAndValue(int opcode, long collectionId, long number, byte[] value) {
        return PayloadWriter.operation(opcode, collectionId, varLongSize(number) + value.length)
                .writeVarLong(number)
                .writeRaw(value)
                .toBytes();
    }

    static byte[] ofNumbers(int opcode, long collectionId, long... numbers) {
        PayloadWriter writer = PayloadWriter.operation(opcode, collectionId, 4 * numbers.length);
        for (long number : numbers) {
            writer.writeVarLong(number);
        }
        return writer.toBytes();
    }

    static byte[] ofRangeAndValue(int opcode, long collectionId, int from, int to, boolean backward, byte[] value) {
        return PayloadWriter.operation(opcode, collectionId, varLongSize(from) + varLongSize(to) + 1 + value.length)
                .writeVarLong(from)
                .writeVarLong(to)
                .writeBoolean(backward)
                .writeRaw(value)
                .toBytes();
    }

    static byte[] ofNumberAndValues(int opcode, long collectionId, long number, List<byte[]> values) {
        int size = varLongSize(number) + varLongSize(values.size());
        for (byte[] value : values) {
            size += sizeOf(value);
        }
        PayloadWriter writer = PayloadWriter.operation(opcode, collectionId, size)
                .writeVarLong(number)
                .writeVarLong(values.size());
        values.forEach(writer::writeBytes);
        return writer.toBytes();
    }

    static byte[] ofItem(int opcode, long collectionId, ItemId item) {
        PayloadWriter writer = PayloadWriter.operation(opcode, collectionId, 12);
        item.write(writer);
        return writer.toBytes();
    }

    static byte[] ofItems(int opcode, long collectionId, List<ItemId> items) {
        PayloadWriter writer = PayloadWriter.operation(opcode, collectionId, 5 + 12 * items.size())
                .writeVarLong(items.size());
        for (ItemId item : items) {
            item.write(writer);
        }
        return writer.toBytes();
    }

    static byte[] pageAt(int opcode, long collectionId, int from, int to, int maxElements, int maxBytes) {
        requirePage(maxElements, maxBytes);
        return ofNumbers(opcode, collectionId, from, to, maxElements, maxBytes);
    }

    static byte[] pageBeside(
            int opcode, long collectionId, @Nullable ItemId item, boolean backward, int maxElements, int maxBytes) {
        requirePage(maxElements, maxBytes);
        PayloadWriter writer = PayloadWriter.operation(opcode, collectionId, 24)
                .writeVarLong(maxElements)
                .writeVarLong(maxBytes)
                .writeBoolean(backward)
                .writeBoolean(item != null);
        if (item != null) {
            item.write(writer);
        }
        return writer.toBytes();
    }

    private static void requirePage(int maxElements, int maxBytes) {
        if (maxElements < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a page holds at least one element of at least one byte");
        }
    }

    static int requireIndex(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("the index " + index + " is negative");
        }
        return index;
    }

    /** An index, or -1 for none, as one more than it is. */
    static int index(byte[] payload) {
        return (int) Results.number(payload) - 1;
    }

    static List<byte[]> values(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        int count = in.readCount(1);
        List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readBytes());
        }
        in.expectEnd();
        return values;
    }
}
