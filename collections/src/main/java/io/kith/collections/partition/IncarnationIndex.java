package io.kith.collections.partition;

import org.jspecify.annotations.Nullable;

/** Finds open collections by their incarnations: a hash table with linear probing that nobody walks. */
final class IncarnationIndex {
    private static final int MIN_SLOTS = 4;

    private @Nullable OpenCollection[] slots = new @Nullable OpenCollection[MIN_SLOTS];
    private int size;

    @Nullable
    OpenCollection find(long high, long low) {
        for (int slot = home(high, low); ; slot = next(slot)) {
            OpenCollection found = slots[slot];
            if (found == null || isOf(found, high, low)) {
                return found;
            }
        }
    }

    /** Adds one whose incarnation is not there. */
    void add(OpenCollection collection) {
        if (size >= slots.length / 4 * 3) {
            resize(slots.length * 2);
        }
        put(collection);
        size++;
    }

    /** Removes one that is there; those behind it move nearer to their homes. */
    void remove(OpenCollection collection) {
        int gap = home(collection.incarnationHigh(), collection.incarnationLow());
        while (slots[gap] != collection) {
            gap = next(gap);
        }
        slots[gap] = null;
        size--;
        for (int slot = next(gap); ; slot = next(slot)) {
            OpenCollection moved = slots[slot];
            if (moved == null) {
                break;
            }
            slots[slot] = null;
            put(moved);
        }
        if (slots.length > MIN_SLOTS && size < slots.length / 8) {
            resize(slots.length / 2);
        }
    }

    private void put(OpenCollection collection) {
        int slot = home(collection.incarnationHigh(), collection.incarnationLow());
        while (slots[slot] != null) {
            slot = next(slot);
        }
        slots[slot] = collection;
    }

    private void resize(int length) {
        @Nullable OpenCollection[] old = slots;
        slots = new @Nullable OpenCollection[length];
        for (OpenCollection collection : old) {
            if (collection != null) {
                put(collection);
            }
        }
    }

    private static boolean isOf(OpenCollection collection, long high, long low) {
        return collection.incarnationLow() == low && collection.incarnationHigh() == high;
    }

    /** Incarnations are random, but for those of who wants to do harm, and these meet a bound on openings. */
    private int home(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 29)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
