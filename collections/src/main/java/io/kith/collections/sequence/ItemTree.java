package io.kith.collections.sequence;

import org.jspecify.annotations.Nullable;

/**
 * A sequence of items in a B+ tree that counts: by index and by label, reading, inserting and removing anywhere take
 * logarithmic time. Labels rise with the index. A snapshot costs nothing: later changes copy what they touch.
 */
final class ItemTree {
    private Object owner = new Object();
    private @Nullable ItemNode root;

    int size() {
        return root == null ? 0 : root.size();
    }

    long bytes() {
        return root == null ? 0 : root.bytes();
    }

    long digest() {
        return root == null ? 0 : root.digest();
    }

    private ItemNode root() {
        ItemNode current = root;
        if (current == null) {
            throw new IndexOutOfBoundsException("the sequence is empty");
        }
        return current;
    }

    byte[] value(int index) {
        return root().value(index);
    }

    long label(int index) {
        return root().label(index);
    }

    /** How many items have a lower label. */
    int lowerBound(long label) {
        return root == null ? 0 : root.lowerBound(label);
    }

    /** Visits the items of {@code [from, to)}, which must be in range. */
    void visit(int from, int to, boolean backward, ItemNode.Visitor visitor) {
        if (root != null && from < to) {
            root.visit(0, from, to, backward, visitor);
        }
    }

    /** As {@link ItemNode#find}; the range must be in range. */
    int find(int from, int to, boolean backward, byte[] array, int offset, int length) {
        return root == null || from >= to
                ? -1
                : root.find(from, to, backward, array, offset, length, ItemNode.mark(array, offset, length));
    }

    byte[] set(int index, byte[] value) {
        root = root().editable(owner);
        return root.set(index, value);
    }

    void insert(int index, long label, byte[] value) {
        if (root == null) {
            root = ItemLeaf.of(owner, label, value);
            return;
        }
        ItemNode left = root.editable(owner);
        ItemNode right = left.insert(index, label, value);
        root = right == null ? left : ItemBranch.of(owner, left, right);
    }

    byte[] remove(int index) {
        byte[] value = value(index);
        removeRange(index, index + 1);
        return value;
    }

    void removeRange(int from, int to) {
        if (from == to) {
            return;
        }
        if (to - from == size()) {
            root = null;
            return;
        }
        ItemNode rest = root().editable(owner);
        rest.removeRange(from, to);
        ItemNode only = rest;
        while (only != null) {
            rest = only;
            only = rest instanceof ItemBranch branch ? branch.onlyChild() : null;
        }
        root = rest;
    }

    /** Gives the items the labels {@code first}, {@code first + spacing}, … */
    void relabel(long first, long spacing) {
        if (root != null) {
            root = root.editable(owner);
            root.relabel(first, spacing);
        }
    }

    /** The items as they are now; null if there are none. They stay so whatever happens to the tree. */
    @Nullable
    ItemNode snapshot() {
        owner = new Object();
        return root;
    }
}
