package io.kith.collections.sequence;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The elements of a vec or deque, with their stable ids, and a version that each change raises. */
final class ItemSequence {
    /** As many as a {@code java.util.List} can count. */
    static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private final ItemTree tree = new ItemTree();
    private final LabelSpace labels = new LabelSpace();
    private long version;

    /** Not counted in {@link #bytes}: a twentieth at most of what a long sequence takes. */
    private @Nullable RecentValues recent;

    int size() {
        return tree.size();
    }

    long bytes() {
        return tree.bytes();
    }

    long version() {
        return version;
    }

    long epoch() {
        return labels.epoch();
    }

    ItemTree tree() {
        return tree;
    }

    LabelSpace labels() {
        return labels;
    }

    long digest() {
        return ByteHash.of(ByteHash.of(tree.digest(), version), labels.epoch());
    }

    byte[] get(int index) {
        return tree.value(index);
    }

    byte[] set(int index, byte[] value) {
        version++;
        notePut(value);
        return tree.set(index, value);
    }

    private void notePut(byte[] value) {
        RecentValues values = recent;
        if (values == null && tree.size() >= LongRead.SLICE_ELEMENTS) {
            values = rememberFrom(version - 1);
        }
        if (values != null) {
            values.put(version, ItemNode.mark(value, 0, value.length));
        }
    }

    private RecentValues rememberFrom(long since) {
        RecentValues values = new RecentValues(tree.size(), since);
        recent = values;
        return values;
    }

    private void noteRemoval() {
        if (tree.size() == 0) {
            recent = null;
        } else if (recent != null) {
            recent.removed(version);
        }
    }

    /** Whether it is certain that no value of that mark was put in since the sequence had the version {@code then}. */
    boolean isSurelyNotPutSince(long then, int mark) {
        RecentValues values = recent;
        // Who asks once may ask again.
        return (values == null ? rememberFrom(version) : values).isSurelyAbsent(mark, then, version);
    }

    /**
     * Makes sure that there is room for more elements.
     *
     * @throws RefusedException if there is not
     */
    void requireRoom(int more) {
        if (more > MAX_SIZE - tree.size()) {
            throw new RefusedException(
                    ResponseStatus.TOO_LARGE, "a collection holds at most " + MAX_SIZE + " elements");
        }
    }

    /** Inserts an element and gives back its label. */
    long insert(int index, byte[] value) {
        version++;
        OptionalLong label = labelFor(index);
        if (label.isEmpty()) {
            renumber();
            label = labelFor(index);
        }
        tree.insert(index, label.getAsLong(), value);
        notePut(value);
        return label.getAsLong();
    }

    private OptionalLong labelFor(int index) {
        if (index == tree.size()) {
            return labels.atEnd();
        }
        return index == 0 ? labels.atStart() : labels.between(tree.label(index - 1), tree.label(index), version);
    }

    private void renumber() {
        int size = tree.size();
        long[] old = new long[size];
        tree.visit(0, size, false, (index, label, value) -> {
            old[index] = label;
            return true;
        });
        long spacing = EvenLabels.evenSpacing(size);
        labels.renumbered(old);
        tree.relabel(EvenLabels.evenLabel(0, spacing), spacing);
    }

    byte[] remove(int index) {
        version++;
        byte[] value = tree.remove(index);
        noteRemoval();
        return value;
    }

    /** Removes a range that is in range; does nothing if it is empty. */
    void removeRange(int from, int to) {
        if (from < to) {
            version++;
            tree.removeRange(from, to);
            noteRemoval();
        }
    }

    /** The index of the element that an id names, or -1 if it is gone. */
    int indexOf(ItemId id) {
        OptionalLong label = labels.translate(id);
        if (label.isEmpty()) {
            return -1;
        }
        int index = tree.lowerBound(label.getAsLong());
        return index < tree.size() && tree.label(index) == label.getAsLong() ? index : -1;
    }

    /** How many elements are before the place that an id names, with its own if it is there; -1: not known any more. */
    int placeOf(ItemId id, boolean behind) {
        OptionalLong label = labels.translate(id);
        return label.isEmpty() ? -1 : tree.lowerBound(label.getAsLong() + (behind ? 1 : 0));
    }

    /** The index in a range of the first element, or the last, with a value that is in an array; -1: none. */
    int find(int from, int to, boolean backward, byte[] array, int offset, int length) {
        return tree.find(Math.min(from, size()), Math.min(to, size()), backward, array, offset, length);
    }

    void write(PayloadWriter out) {
        out.writeVarLong(version);
        labels.write(out);
    }

    void read(PayloadReader in) {
        version = in.readCount();
        recent = null;
        labels.read(in);
    }

    /** Adds a copied element at the end. */
    void install(long label, byte[] value) {
        tree.insert(tree.size(), label, value);
    }

    @Nullable
    ItemNode snapshot() {
        return tree.snapshot();
    }
}
