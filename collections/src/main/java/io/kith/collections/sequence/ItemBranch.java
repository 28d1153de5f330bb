package io.kith.collections.sequence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Up to {@value #MAX_CHILDREN} neighbouring subtrees of the same height. */
final class ItemBranch extends ItemNode {
    static final int MAX_CHILDREN = 32;

    /** One more than the maximum, for the moment before a split. */
    private final @Nullable ItemNode[] children;

    private final int[] sizes;
    private final long[] firstLabels;
    private int count;
    private int size;
    private long bytes;

    private ItemBranch(Object owner, @Nullable ItemNode[] children, int[] sizes, long[] firstLabels, int count) {
        super(owner);
        this.children = children;
        this.sizes = sizes;
        this.firstLabels = firstLabels;
        this.count = count;
    }

    private static ItemBranch empty(Object owner) {
        int length = MAX_CHILDREN + 1;
        return new ItemBranch(owner, new @Nullable ItemNode[length], new int[length], new long[length], 0);
    }

    static ItemBranch of(Object owner, ItemNode left, ItemNode right) {
        ItemBranch branch = empty(owner);
        branch.insertChild(0, left);
        branch.insertChild(1, right);
        branch.sum();
        return branch;
    }

    @Override
    ItemNode copy(Object newOwner) {
        ItemBranch copy = new ItemBranch(newOwner, children.clone(), sizes.clone(), firstLabels.clone(), count);
        copy.size = size;
        copy.bytes = bytes;
        return copy;
    }

    private ItemNode child(int i) {
        ItemNode child = children[i];
        if (i >= count || child == null) {
            throw new IllegalStateException("child " + i + " of " + count);
        }
        return child;
    }

    private ItemNode editableChild(int i) {
        ItemNode child = child(i).editable(owner());
        children[i] = child;
        return child;
    }

    /** The only child, or null if there are more. */
    @Nullable
    ItemNode onlyChild() {
        return count == 1 ? child(0) : null;
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
        return firstLabels[0];
    }

    @Override
    long label(int index) {
        int rest = index;
        int i = 0;
        while (rest >= sizes[i]) {
            rest -= sizes[i++];
        }
        return child(i).label(rest);
    }

    @Override
    byte[] value(int index) {
        int rest = index;
        int i = 0;
        while (rest >= sizes[i]) {
            rest -= sizes[i++];
        }
        return child(i).value(rest);
    }

    @Override
    int lowerBound(long label) {
        int before = 0;
        int i = 0;
        while (i + 1 < count && firstLabels[i + 1] < label) {
            before += sizes[i++];
        }
        return before + child(i).lowerBound(label);
    }

    @Override
    boolean visit(int base, int from, int to, boolean backward, Visitor visitor) {
        int start = backward ? size : 0;
        for (int k = 0; k < count; k++) {
            int i = backward ? count - 1 - k : k;
            start -= backward ? sizes[i] : 0;
            int childFrom = Math.max(0, from - start);
            int childTo = Math.min(sizes[i], to - start);
            if (childFrom < childTo && !child(i).visit(base + start, childFrom, childTo, backward, visitor)) {
                return false;
            }
            start += backward ? 0 : sizes[i];
        }
        return true;
    }

    @Override
    int find(int from, int to, boolean backward, byte[] array, int offset, int length, int mark) {
        int start = backward ? size : 0;
        for (int k = 0; k < count; k++) {
            int i = backward ? count - 1 - k : k;
            start -= backward ? sizes[i] : 0;
            int childFrom = Math.max(0, from - start);
            int childTo = Math.min(sizes[i], to - start);
            if (childFrom < childTo) {
                int found = child(i).find(childFrom, childTo, backward, array, offset, length, mark);
                if (found >= 0) {
                    return start + found;
                }
            }
            start += backward ? 0 : sizes[i];
        }
        return -1;
    }

    @Override
    byte[] set(int index, byte[] value) {
        int rest = index;
        int i = 0;
        while (rest >= sizes[i]) {
            rest -= sizes[i++];
        }
        byte[] old = editableChild(i).set(rest, value);
        bytes += value.length - old.length;
        return old;
    }

    @Override
    @Nullable
    ItemNode insert(int index, long label, byte[] value) {
        int rest = index;
        int i = 0;
        while (rest > sizes[i]) {
            rest -= sizes[i++];
        }
        ItemNode child = editableChild(i);
        long before = child.bytes();
        ItemNode right = child.insert(rest, label, value);
        sizes[i] = child.size();
        firstLabels[i] = child.firstLabel();
        size++;
        bytes += child.bytes() - before;
        if (right == null) {
            return null;
        }
        bytes += right.bytes();
        insertChild(i + 1, right);
        if (count <= MAX_CHILDREN) {
            return null;
        }
        return splitOff(i + 2 == count ? count - 1 : i == 0 ? 1 : count / 2);
    }

    private void insertChild(int at, ItemNode child) {
        System.arraycopy(children, at, children, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        System.arraycopy(firstLabels, at, firstLabels, at + 1, count - at);
        children[at] = child;
        sizes[at] = child.size();
        firstLabels[at] = child.firstLabel();
        count++;
    }

    private void removeChildren(int from, int to) {
        System.arraycopy(children, to, children, from, count - to);
        System.arraycopy(sizes, to, sizes, from, count - to);
        System.arraycopy(firstLabels, to, firstLabels, from, count - to);
        Arrays.fill(children, count - (to - from), count, null);
        count -= to - from;
    }

    private ItemBranch splitOff(int at) {
        ItemBranch right = empty(owner());
        for (int i = at; i < count; i++) {
            right.insertChild(i - at, child(i));
        }
        removeChildren(at, count);
        right.sum();
        sum();
        return right;
    }

    private void sum() {
        size = 0;
        bytes = 0;
        for (int i = 0; i < count; i++) {
            ItemNode child = child(i);
            sizes[i] = child.size();
            firstLabels[i] = child.firstLabel();
            size += child.size();
            bytes += child.bytes();
        }
    }

    @Override
    void removeRange(int from, int to) {
        int start = 0;
        int firstGone = count;
        int behindGone = 0;
        int cut = 0;
        for (int i = 0; i < count; i++) {
            int childFrom = Math.max(0, from - start);
            int childTo = Math.min(sizes[i], to - start);
            start += sizes[i];
            if (childFrom >= childTo) {
                continue;
            }
            cut = i;
            if (childTo - childFrom == sizes[i]) {
                firstGone = Math.min(firstGone, i);
                behindGone = i + 1;
            } else {
                editableChild(i).removeRange(childFrom, childTo);
            }
        }
        if (firstGone < behindGone) {
            removeChildren(firstGone, behindGone);
            cut = firstGone;
        }
        mergeAround(cut);
        sum();
    }

    /** Joins small children next to where something was removed, so that a shrinking tree does not become hollow. */
    private void mergeAround(int cut) {
        int i = Math.max(0, cut - 1);
        for (int tries = 0; tries < 3 && i + 1 < count; tries++) {
            if (child(i).canAbsorb(child(i + 1))) {
                ItemNode right = child(i + 1);
                editableChild(i).absorb(right);
                removeChildren(i + 1, i + 2);
            } else {
                i++;
            }
        }
    }

    @Override
    boolean canAbsorb(ItemNode right) {
        return right instanceof ItemBranch branch && count + branch.count <= MAX_CHILDREN * 3 / 4;
    }

    @Override
    void absorb(ItemNode right) {
        if (right instanceof ItemBranch branch) {
            for (int i = 0; i < branch.count; i++) {
                insertChild(count, branch.child(i));
            }
            sum();
        }
    }

    @Override
    void relabel(long first, long spacing) {
        long next = first;
        for (int i = 0; i < count; i++) {
            editableChild(i).relabel(next, spacing);
            firstLabels[i] = next;
            next += sizes[i] * spacing;
        }
    }

    @Override
    long computeDigest() {
        long factor = 1;
        long digest = 0;
        for (int i = 0; i < count; i++) {
            digest += factor * child(i).digest();
            factor *= power(sizes[i]);
        }
        return digest;
    }
}
