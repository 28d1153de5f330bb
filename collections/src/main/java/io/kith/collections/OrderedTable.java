package io.kith.collections;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose slots lie in {@link CursorOrder}: linear probing in which an entry never lies before one that comes
 * before it (ordered hash tables, Amble and Knuth, 1974). An entry's home slot grows with its order, so cursors keep
 * their meaning while the table grows, shrinks or moves. No slot is ever left marked as removed.
 */
final class OrderedTable {
    private static final int NO_SLOTS = 0;

    /** The arrays are longer than {@link #homes}, for entries that are pushed beyond the last home. */
    private long[] orders = new long[NO_SLOTS];

    private byte[] @Nullable [] entries = new byte[NO_SLOTS][];
    private int homes;
    private int size;

    int size() {
        return size;
    }

    /** One more than the last slot. */
    int slots() {
        return entries.length;
    }

    /** The entry in a slot, or null if that is empty. */
    byte @Nullable [] entry(int slot) {
        return entries[slot];
    }

    /** The entry in a slot that has one. */
    byte[] at(int slot) {
        byte[] entry = entries[slot];
        if (entry == null) {
            throw new IllegalStateException("slot " + slot + " is empty");
        }
        return entry;
    }

    private int home(long order) {
        return (int) (((order >>> 32) * homes) >>> 32);
    }

    /** The slot of a key, or the complement of the first slot that could hold it or something behind it. */
    int find(long order, byte[] array, int keyOffset, int keyLength) {
        byte[] @Nullable [] current = entries;
        int slot = home(order);
        for (; slot < current.length; slot++) {
            byte[] entry = current[slot];
            if (entry == null) {
                break;
            }
            long other = orders[slot];
            if (other == order) {
                int comparison = EntryFormat.compareKey(entry, array, keyOffset, keyLength);
                if (comparison == 0) {
                    return slot;
                }
                if (comparison > 0) {
                    break;
                }
            } else if (Long.compareUnsigned(other, order) > 0) {
                break;
            }
        }
        return ~slot;
    }

    /** The first slot with an entry at or behind {@code slot}, or {@link #slots}. */
    int nextOccupied(int slot) {
        int next = slot;
        while (next < entries.length && entries[next] == null) {
            next++;
        }
        return next;
    }

    /** Puts another entry of the same key into a slot, and gives back the old one. */
    byte[] replace(int slot, byte[] entry) {
        byte[] old = at(slot);
        entries[slot] = entry;
        return old;
    }

    /**
     * Adds an entry whose key is not there.
     *
     * @param found what {@link #find} answered for its key
     */
    void insert(int found, long order, byte[] entry) {
        int slot = ~found;
        if (size >= homes - homes / 5) {
            rebuild(homes + (homes >> 1) + 2);
            slot = ~find(order, entry, EntryFormat.keyOffset(entry), EntryFormat.keyLength(entry));
        }
        int gap = slot;
        while (gap < entries.length && entries[gap] != null) {
            gap++;
        }
        if (gap >= entries.length) {
            setSlots(gap + 8 + (gap >> 6));
        }
        System.arraycopy(entries, slot, entries, slot + 1, gap - slot);
        System.arraycopy(orders, slot, orders, slot + 1, gap - slot);
        entries[slot] = entry;
        orders[slot] = order;
        size++;
    }

    /** Empties a slot, drawing those behind it nearer to their homes; gives back its entry. */
    byte[] remove(int slot) {
        byte[] old = at(slot);
        int end = slot + 1;
        while (end < entries.length && entries[end] != null && home(orders[end]) < end) {
            end++;
        }
        System.arraycopy(entries, slot + 1, entries, slot, end - slot - 1);
        System.arraycopy(orders, slot + 1, orders, slot, end - slot - 1);
        entries[end - 1] = null;
        size--;
        if (homes > 16 && size < homes >> 2) {
            rebuild(size * 2);
        }
        return old;
    }

    void clear() {
        entries = new byte[NO_SLOTS][];
        orders = new long[NO_SLOTS];
        homes = 0;
        size = 0;
    }

    private void setSlots(int slots) {
        entries = Arrays.copyOf(entries, slots);
        orders = Arrays.copyOf(orders, slots);
    }

    private void rebuild(int newHomes) {
        byte[] @Nullable [] oldEntries = entries;
        long[] oldOrders = orders;
        homes = newHomes;
        int slots = newHomes + 2 * (32 - Integer.numberOfLeadingZeros(newHomes));
        entries = new byte[slots][];
        orders = new long[slots];
        int free = 0;
        for (int i = 0; i < oldEntries.length; i++) {
            byte[] entry = oldEntries[i];
            if (entry != null) {
                int slot = Math.max(free, home(oldOrders[i]));
                if (slot >= entries.length) {
                    setSlots(slot + 8 + (slot >> 6));
                }
                entries[slot] = entry;
                orders[slot] = oldOrders[i];
                free = slot + 1;
            }
        }
    }
}
