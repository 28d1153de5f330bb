package io.kith.collections.sequence;

import static io.kith.collections.sequence.SequenceEncoding.requireIndex;
import static io.kith.collections.wire.PayloadWriter.sizeOf;
import static io.kith.collections.wire.PayloadWriter.varLongSize;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the operations of vecs and decodes their results. A vec lives in the partition of its incarnation, as of a key
 * hash. Indexes count from 0; one that is out of range makes the result say "absent" or "false" and changes nothing.
 */
public final class VecOperations {
    private VecOperations() {}

    // ---- reads

    /** The element at an index; result: {@link Results#optionalBytes}. */
    public static byte[] get(CollectionRef collection, int index) {
        return SequenceEncoding.ofNumber(VecCommand.GET, collection, requireIndex(index));
    }

    /** How many elements there are; result: {@link Results#number}. */
    public static byte[] size(CollectionRef collection) {
        return SequenceEncoding.bare(VecCommand.SIZE, collection);
    }

    /**
     * The lowest index in a range with that value; result: {@link #index}.
     *
     * @param to behind the range; more than the size counts as the size
     */
    public static byte[] indexOf(CollectionRef collection, byte[] value, int from, int to) {
        return SequenceEncoding.ofRangeAndValue(
                VecCommand.INDEX_OF, collection, requireIndex(from), requireIndex(to), false, value);
    }

    /** The highest index in a range with that value; result: {@link #index}. */
    public static byte[] lastIndexOf(CollectionRef collection, byte[] value, int from, int to) {
        return SequenceEncoding.ofRangeAndValue(
                VecCommand.INDEX_OF, collection, requireIndex(from), requireIndex(to), true, value);
    }

    /** Elements from an index on, below {@code to}; result: {@link #page}. */
    public static byte[] pageAt(CollectionRef collection, int from, int to, int maxElements, int maxBytes) {
        return SequenceEncoding.pageAt(
                VecCommand.PAGE_AT, collection, requireIndex(from), requireIndex(to), maxElements, maxBytes);
    }

    /**
     * Elements behind another one, or before it with falling indexes; result: {@link #page}. Elements that are present
     * throughout are found exactly once by going on from the last item of each page, however the others change.
     *
     * @param item null to begin at the end that the direction leads away from
     */
    public static byte[] pageBeside(
            CollectionRef collection, @Nullable ItemId item, boolean backward, int maxElements, int maxBytes) {
        return SequenceEncoding.pageBeside(VecCommand.PAGE_BESIDE, collection, item, backward, maxElements, maxBytes);
    }

    // ---- writes of one element

    /** Sets the element at an index; result: the old one, {@link Results#optionalBytes}. */
    public static byte[] set(CollectionRef collection, int index, byte[] value) {
        return SequenceEncoding.ofNumberAndValue(VecCommand.SET, collection, requireIndex(index), value);
    }

    /** Sets the element at an index if it is {@code expected}; result: {@link Results#bool}. */
    public static byte[] compareAndSet(CollectionRef collection, int index, byte[] expected, byte[] value) {
        return VecCommand.COMPARE_AND_SET
                .of(collection, varLongSize(requireIndex(index)) + sizeOf(expected) + value.length)
                .writeVarLong(index)
                .writeBytes(expected)
                .writeRaw(value)
                .toBytes();
    }

    /** Adds an element at the end; result: its index, {@link Results#number}. */
    public static byte[] add(CollectionRef collection, byte[] value) {
        return VecCommand.ADD.of(collection, value.length).writeRaw(value).toBytes();
    }

    /** Inserts an element before the one at an index, or at the end; result: {@link Results#bool}. */
    public static byte[] insert(CollectionRef collection, int index, byte[] value) {
        return SequenceEncoding.ofNumberAndValue(VecCommand.INSERT, collection, requireIndex(index), value);
    }

    /** Removes the element at an index; result: it, {@link Results#optionalBytes}. */
    public static byte[] remove(CollectionRef collection, int index) {
        return SequenceEncoding.ofNumber(VecCommand.REMOVE, collection, requireIndex(index));
    }

    /**
     * Removes the element at an index and puts the last one in its place; result: the removed one,
     * {@link Results#optionalBytes}.
     */
    public static byte[] swapRemove(CollectionRef collection, int index) {
        return SequenceEncoding.ofNumber(VecCommand.SWAP_REMOVE, collection, requireIndex(index));
    }

    /** Removes the first element in a range, or the last, with that value; result: where it was, {@link #index}. */
    public static byte[] removeValue(CollectionRef collection, byte[] value, int from, int to, boolean last) {
        return SequenceEncoding.ofRangeAndValue(
                VecCommand.REMOVE_VALUE, collection, requireIndex(from), requireIndex(to), last, value);
    }

    /** Sets an element by id; result: the old value, absent if the element is gone, {@link Results#optionalBytes}. */
    public static byte[] setItem(CollectionRef collection, ItemId item, byte[] value) {
        PayloadWriter writer = VecCommand.SET_ITEM.of(collection, 12 + value.length);
        item.write(writer);
        return writer.writeRaw(value).toBytes();
    }

    /** Removes an element by id; result: it, {@link Results#optionalBytes}. */
    public static byte[] removeItem(CollectionRef collection, ItemId item) {
        return SequenceEncoding.ofItem(VecCommand.REMOVE_ITEM, collection, item);
    }

    /**
     * Inserts an element right before or behind another one, or where that was; result: the new element's id,
     * {@link #item}, null if {@code item} is from too long ago.
     */
    public static byte[] insertBeside(CollectionRef collection, ItemId item, boolean before, byte[] value) {
        PayloadWriter writer = VecCommand.INSERT_BESIDE.of(collection, 13 + value.length);
        item.write(writer);
        return writer.writeBoolean(before).writeRaw(value).toBytes();
    }

    // ---- writes of many elements

    /** Adds elements at the end; result: the first one's index, {@link Results#number}. */
    public static byte[] addAll(CollectionRef collection, List<byte[]> values) {
        return SequenceEncoding.ofNumberAndValues(VecCommand.ADD_ALL, collection, 0, values);
    }

    /** Inserts elements before the one at an index, or at the end; result: {@link Results#bool}. */
    public static byte[] insertAll(CollectionRef collection, int index, List<byte[]> values) {
        return SequenceEncoding.ofNumberAndValues(VecCommand.INSERT_ALL, collection, requireIndex(index), values);
    }

    /** Removes the elements of a range, as far as there are any; result: how many, {@link Results#number}. */
    public static byte[] removeRange(CollectionRef collection, int from, int to) {
        return SequenceEncoding.ofNumbers(VecCommand.REMOVE_RANGE, collection, requireIndex(from), requireIndex(to));
    }

    /**
     * Removes elements of a range from its beginning on and answers them, {@link #values}: as many as there are, as fit
     * into {@code maxBytes} and as make one answer, at least one.
     */
    public static byte[] drain(CollectionRef collection, int from, int to, int maxBytes) {
        return SequenceEncoding.ofNumbers(
                VecCommand.DRAIN, collection, requireIndex(from), requireIndex(to), requireIndex(maxBytes));
    }

    /** Removes all elements from an index on; result: how many, {@link Results#number}. */
    public static byte[] truncate(CollectionRef collection, int size) {
        return SequenceEncoding.ofNumber(VecCommand.TRUNCATE, collection, requireIndex(size));
    }

    /**
     * Sets neighbouring elements if the vec has not changed; result: whether it had not, {@link Results#bool}.
     *
     * @param expectedVersion as in {@link SequencePage#version}, or -1 for any
     */
    public static byte[] replaceRange(CollectionRef collection, int from, long expectedVersion, List<byte[]> values) {
        int size = varLongSize(requireIndex(from)) + varLongSize(expectedVersion + 1) + varLongSize(values.size());
        for (byte[] value : values) {
            size += sizeOf(value);
        }
        PayloadWriter writer = VecCommand.REPLACE_RANGE
                .of(collection, size)
                .writeVarLong(from)
                .writeVarLong(expectedVersion + 1)
                .writeVarLong(values.size());
        values.forEach(writer::writeBytes);
        return writer.toBytes();
    }

    /**
     * Reorders neighbouring elements, as sorting does, if the vec has not changed; result: whether it had not,
     * {@link Results#bool}.
     *
     * @param expectedVersion as in {@link SequencePage#version}, or -1 for any
     * @param order the element to be at {@code from + i} is now at {@code from + order[i]}; each number once
     */
    public static byte[] permute(CollectionRef collection, int from, long expectedVersion, int[] order) {
        int size = varLongSize(requireIndex(from)) + varLongSize(expectedVersion + 1) + varLongSize(order.length);
        for (int index : order) {
            size += varLongSize(index);
        }
        PayloadWriter writer = VecCommand.PERMUTE
                .of(collection, size)
                .writeVarLong(from)
                .writeVarLong(expectedVersion + 1)
                .writeVarLong(order.length);
        for (int index : order) {
            writer.writeVarLong(index);
        }
        return writer.toBytes();
    }

    /** Removes elements by id; result: how many of them were there, {@link Results#number}. */
    public static byte[] removeItems(CollectionRef collection, List<ItemId> items) {
        return SequenceEncoding.ofItems(VecCommand.REMOVE_ITEMS, collection, items);
    }

    /** Removes all elements; result: how many, {@link Results#number}. */
    public static byte[] clear(CollectionRef collection) {
        return SequenceEncoding.bare(VecCommand.CLEAR, collection);
    }

    // ---- results

    /** An index, or -1. */
    public static int index(byte[] payload) {
        return SequenceEncoding.index(payload);
    }

    /** The result of {@link #pageAt} and {@link #pageBeside}. */
    public static SequencePage page(byte[] payload) {
        return SequencePage.parse(payload);
    }

    /** The result of {@link #drain}. */
    public static List<byte[]> values(byte[] payload) {
        return SequenceEncoding.values(payload);
    }

    /** The result of {@link #insertBeside}. */
    public static @Nullable ItemId item(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        ItemId item = in.readBoolean() ? ItemId.read(in) : null;
        in.expectEnd();
        return item;
    }
}
