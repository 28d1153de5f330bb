package io.kith.collections.sequence;

import org.jspecify.annotations.Nullable;

/**
 * A subtree of an {@link ItemTree}. A node may be changed only by the owner that made it; others make a copy first, so
 * that a snapshot is nothing but the root and a change of owner (path copying, Driscoll et al., 1989).
 */
abstract sealed class ItemNode permits ItemLeaf, ItemBranch {
    /** A multiplier for the hash of a sequence; any odd number serves. */
    private static final long RADIX = 0x9e3779b97f4a7c15L;

    /** So many bytes at either end of a value count for its mark. */
    private static final int SAMPLED_BYTES = 16;

    private final Object owner;
    private long digest;
    private boolean digested;

    ItemNode(Object owner) {
        this.owner = owner;
    }

    /** Told each item in turn. */
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(int index, long label, byte[] value);
    }

    /** This node, or a copy of it, for {@code newOwner} to change. */
    final ItemNode editable(Object newOwner) {
        ItemNode node = owner == newOwner ? this : copy(newOwner);
        node.digested = false;
        return node;
    }

    final Object owner() {
        return owner;
    }

    abstract ItemNode copy(Object newOwner);

    /** How many items it has. */
    abstract int size();

    /** What they take of memory, about. */
    abstract long bytes();

    abstract long firstLabel();

    abstract long label(int index);

    abstract byte[] value(int index);

    /** How many items have a lower label. */
    abstract int lowerBound(long label);

    /** Visits the items of {@code [from, to)}, which begin at {@code base}; false if the visitor had enough. */
    abstract boolean visit(int base, int from, int to, boolean backward, Visitor visitor);

    /** Whether a neighbour of the same height can be taken in. */
    abstract boolean canAbsorb(ItemNode right);

    /**
     * The index in {@code [from, to)} of the first item, or the last, with a value that is in an array; -1: none.
     *
     * @param mark that of the value
     */
    abstract int find(int from, int to, boolean backward, byte[] array, int offset, int length, int mark);

    /** A number that equal values share, and few others; takes the same time for long ones. */
    static int mark(byte[] array, int offset, int length) {
        int hash = length;
        int sampled = Math.min(length, SAMPLED_BYTES);
        for (int i = 0; i < sampled; i++) {
            hash = 31 * hash + array[offset + i];
        }
        for (int i = Math.max(sampled, length - SAMPLED_BYTES); i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    // The following change the node, which must be editable.

    abstract byte[] set(int index, byte[] value);

    /** Returns a new right neighbour if the node had to be split. */
    abstract @Nullable ItemNode insert(int index, long label, byte[] value);

    /** Removes a range that is neither empty nor everything. */
    abstract void removeRange(int from, int to);

    /** Gives the items the labels {@code first}, {@code first + spacing}, … */
    abstract void relabel(long first, long spacing);

    abstract void absorb(ItemNode right);

    /** The hash of the items and their order, however they are spread over nodes; kept until they change. */
    final long digest() {
        if (!digested) {
            digest = computeDigest();
            digested = true;
        }
        return digest;
    }

    abstract long computeDigest();

    /** What the digest of something that follows {@code items} items is multiplied with. */
    static long power(int items) {
        long result = 1;
        long factor = RADIX;
        for (int rest = items; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result *= factor;
            }
            factor *= factor;
        }
        return result;
    }
}
