package io.kith.collections.sequence;

import static io.kith.collections.wire.PayloadWriter.sizeOf;
import static io.kith.collections.wire.PayloadWriter.varLongSize;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of arguments and results that vecs and deques share. */
final class SequenceEncoding {
    private SequenceEncoding() {}

    static byte[] bare(SequenceCommand command, CollectionRef collection) {
        return command.of(collection, 0).toBytes();
    }

    static byte[] ofNumber(SequenceCommand command, CollectionRef collection, long number) {
        return command.of(collection, varLongSize(number)).writeVarLong(number).toBytes();
    }

    static byte[] ofNumberAndValue(SequenceCommand command, CollectionRef collection, long number, byte[] value) {
        return command.of(collection, varLongSize(number) + value.length)
                .writeVarLong(number)
                .writeRaw(value)
                .toBytes();
    }

    static byte[] ofNumbers(SequenceCommand command, CollectionRef collection, long... numbers) {
        PayloadWriter writer = command.of(collection, 4 * numbers.length);
        for (long number : numbers) {
            writer.writeVarLong(number);
        }
        return writer.toBytes();
    }

    static byte[] ofRangeAndValue(
            SequenceCommand command, CollectionRef collection, int from, int to, boolean backward, byte[] value) {
        return command.of(collection, varLongSize(from) + varLongSize(to) + 1 + value.length)
                .writeVarLong(from)
                .writeVarLong(to)
                .writeBoolean(backward)
                .writeRaw(value)
                .toBytes();
    }

    static byte[] ofNumberAndValues(
            SequenceCommand command, CollectionRef collection, long number, List<byte[]> values) {
        int size = varLongSize(number) + varLongSize(values.size());
        for (byte[] value : values) {
            size += sizeOf(value);
        }
        PayloadWriter writer = command.of(collection, size).writeVarLong(number).writeVarLong(values.size());
        values.forEach(writer::writeBytes);
        return writer.toBytes();
    }

    static byte[] ofItem(SequenceCommand command, CollectionRef collection, ItemId item) {
        PayloadWriter writer = command.of(collection, 12);
        item.write(writer);
        return writer.toBytes();
    }

    static byte[] ofItems(SequenceCommand command, CollectionRef collection, List<ItemId> items) {
        PayloadWriter writer = command.of(collection, 5 + 12 * items.size()).writeVarLong(items.size());
        for (ItemId item : items) {
            item.write(writer);
        }
        return writer.toBytes();
    }

    static byte[] pageAt(
            SequenceCommand command, CollectionRef collection, int from, int to, int maxElements, int maxBytes) {
        requirePage(maxElements, maxBytes);
        return ofNumbers(command, collection, from, to, maxElements, maxBytes);
    }

    static byte[] pageBeside(
            SequenceCommand command,
            CollectionRef collection,
            @Nullable ItemId item,
            boolean backward,
            int maxElements,
            int maxBytes) {
        requirePage(maxElements, maxBytes);
        PayloadWriter writer = command.of(collection, 24)
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
