package io.kith.collections.sequence;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.CollectionState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Up to {@value #MAX_ITEMS} neighbouring items. */
final class ItemLeaf extends ItemNode {
    static final int MAX_ITEMS = 64;

    private long[] labels;
    private byte[] @Nullable [] values;

    /** The marks of the values, side by side: looking for a value touches those alone that may be it. */
    private int[] marks;

    private int size;
    private long bytes;

    private ItemLeaf(Object owner, long[] labels, byte[] @Nullable [] values, int[] marks, int size, long bytes) {
        super(owner);
        this.marks = marks;
        this.labels = labels;
        this.values = values;
        this.size = size;
        this.bytes = bytes;
    }

    static ItemLeaf of(Object owner, long label, byte[] value) {
        ItemLeaf leaf = new ItemLeaf(owner, new long[4], new byte[4][], new int[4], 0, 0);
        leaf.insert(0, label, value);
        return leaf;
    }

    @Override
    ItemNode copy(Object newOwner) {
        return new ItemLeaf(newOwner, labels.clone(), values.clone(), marks.clone(), size, bytes);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    long firstLabel() {
        return labels[0];
    }

    @Override
    long label(int index) {
        return labels[index];
    }

    @Override
    byte[] value(int index) {
        byte[] value = values[index];
        if (index >= size || value == null) {
            throw new IllegalStateException("item " + index + " of " + size);
        }
        return value;
    }

    private static long bytesOf(byte[] value) {
        return (long) value.length + CollectionState.ELEMENT_OVERHEAD_BYTES;
    }

    @Override
    int lowerBound(long label) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (labels[middle] < label) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    boolean visit(int base, int from, int to, boolean backward, Visitor visitor) {
        for (int i = 0; i < to - from; i++) {
            int index = backward ? to - 1 - i : from + i;
            if (!visitor.visit(base + index, labels[index], value(index))) {
                return false;
            }
        }
        return true;
    }

    @Override
    int find(int from, int to, boolean backward, byte[] array, int offset, int length, int mark) {
        int step = backward ? -1 : 1;
        int end = backward ? from - 1 : to;
        for (int i = backward ? to - 1 : from; i != end; i += step) {
            if (marks[i] == mark) {
                byte[] value = value(i);
                if (Arrays.equals(value, 0, value.length, array, offset, offset + length)) {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    byte[] set(int index, byte[] value) {
        byte[] old = value(index);
        values[index] = value;
        marks[index] = mark(value, 0, value.length);
        bytes += value.length - old.length;
        return old;
    }

    @Override
    @Nullable
    ItemNode insert(int index, long label, byte[] value) {
        if (size < MAX_ITEMS) {
            put(index, label, value);
            return null;
        }
        // What grows at one end fills its leaves; elsewhere halves leave room for what may follow.
        int at = index == size ? size : index == 0 ? 0 : size / 2;
        ItemLeaf right = splitOff(at);
        if (index > at || index == MAX_ITEMS) {
            right.put(index - at, label, value);
        } else {
            put(index, label, value);
        }
        return right;
    }

    private void put(int index, long label, byte[] value) {
        if (size == labels.length) {
            int length = Math.min(MAX_ITEMS, Math.max(4, size * 2));
            labels = Arrays.copyOf(labels, length);
            values = Arrays.copyOf(values, length);
            marks = Arrays.copyOf(marks, length);
        }
        System.arraycopy(labels, index, labels, index + 1, size - index);
        System.arraycopy(values, index, values, index + 1, size - index);
        System.arraycopy(marks, index, marks, index + 1, size - index);
        labels[index] = label;
        values[index] = value;
        marks[index] = mark(value, 0, value.length);
        size++;
        bytes += bytesOf(value);
    }

    /** Moves the items from {@code at} on to a new leaf. */
    private ItemLeaf splitOff(int at) {
        ItemLeaf right = new ItemLeaf(
                owner(),
                at == size ? new long[4] : Arrays.copyOfRange(labels, at, MAX_ITEMS + at),
                at == size ? new byte[4][] : Arrays.copyOfRange(values, at, MAX_ITEMS + at),
                at == size ? new int[4] : Arrays.copyOfRange(marks, at, MAX_ITEMS + at),
                size - at,
                0);
        for (int i = at; i < size; i++) {
            right.bytes += bytesOf(value(i));
        }
        Arrays.fill(values, at, size, null);
        size = at;
        bytes -= right.bytes;
        return right;
    }

    @Override
    void removeRange(int from, int to) {
        for (int i = from; i < to; i++) {
            bytes -= bytesOf(value(i));
        }
        System.arraycopy(labels, to, labels, from, size - to);
        System.arraycopy(values, to, values, from, size - to);
        System.arraycopy(marks, to, marks, from, size - to);
        int newSize = size - (to - from);
        Arrays.fill(values, newSize, size, null);
        size = newSize;
    }

    @Override
    void relabel(long first, long spacing) {
        for (int i = 0; i < size; i++) {
            labels[i] = first + i * spacing;
        }
    }

    @Override
    boolean canAbsorb(ItemNode right) {
        return right instanceof ItemLeaf && size + right.size() <= MAX_ITEMS * 3 / 4;
    }

    @Override
    void absorb(ItemNode right) {
        for (int i = 0; i < right.size(); i++) {
            put(size, right.label(i), right.value(i));
        }
    }

    @Override
    long computeDigest() {
        long radix = power(1);
        long factor = 1;
        long digest = 0;
        for (int i = 0; i < size; i++) {
            digest += factor * ByteHash.of(labels[i], value(i));
            factor *= radix;
        }
        return digest;
    }
}
