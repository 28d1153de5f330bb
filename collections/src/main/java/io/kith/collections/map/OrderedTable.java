package io.kith.collections.map;

import io.kith.collections.kind.CursorOrder;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose slots lie in {@link CursorOrder}: linear probing in which an entry never lies before one that comes
 * before it (ordered hash tables, Amble and Knuth, 1974). An entry's home slot grows with its order, so cursors keep
 * their meaning while the table grows, shrinks or moves. No slot is ever left marked as removed. The entries themselves
 * lie in an {@link EntrySlab}; what is given away are copies.
 */
final class OrderedTable {
    private static final int NO_SLOTS = 0;
    private static final int EMPTY = 0;

    /** One in so many slots is free when the table grows, and by so much it grows: more would be memory for nothing. */
    private static final int FREE_PART = 16;

    private final long opening;

    /** For each slot the upper half of its entry's order; the arrays are longer than {@link #homes}, for what is pushed beyond. */
    private int[] orders = new int[NO_SLOTS];

    /** For each slot where its entry lies in the slab, or {@link #EMPTY}. */
    private int[] addresses = new int[NO_SLOTS];

    private EntrySlab slab = new EntrySlab();
    private int homes;
    private int size;

    /** A table of no entries of that collection. */
    OrderedTable(long opening) {
        this.opening = opening;
    }

    int size() {
        return size;
    }

    /** One more than the last slot. */
    int slots() {
        return addresses.length;
    }

    /** The entry in a slot, or null if that is empty. */
    byte @Nullable [] entry(int slot) {
        return addresses[slot] == EMPTY ? null : slab.copy(addresses[slot]);
    }

    /** The entry in a slot that has one. */
    byte[] at(int slot) {
        return slab.copy(addressIn(slot));
    }

    /** The length of the entry in a slot that has one. */
    int lengthAt(int slot) {
        return slab.length(addressIn(slot));
    }

    /** The value in a slot that has one, as a result. */
    byte[] presentValueAt(int slot) {
        int address = addressIn(slot);
        byte[] page = slab.page(address);
        int start = slab.start(address);
        int value = EntryFormat.keyOffset(page, start) + EntryFormat.keyLength(page, start);
        return Results.ofPresent(page, value, start + slab.length(address) - value);
    }

    /** Whether the entry in a slot that has one has that value. */
    boolean hasValue(int slot, byte[] array, int valueOffset, int valueLength) {
        int address = addressIn(slot);
        byte[] page = slab.page(address);
        int start = slab.start(address);
        int value = EntryFormat.keyOffset(page, start) + EntryFormat.keyLength(page, start);
        int end = start + slab.length(address);
        return end - value == valueLength
                && Arrays.equals(page, value, end, array, valueOffset, valueOffset + valueLength);
    }

    private int addressIn(int slot) {
        int address = addresses[slot];
        if (address == EMPTY) {
            throw new IllegalStateException("slot " + slot + " is empty");
        }
        return address;
    }

    private int home(int upperOrder) {
        return (int) (((upperOrder & 0xFFFF_FFFFL) * homes) >>> 32);
    }

    private static int upper(long order) {
        return (int) (order >>> 32);
    }

    /** The slot of a key, or the complement of the first slot that could hold it or something behind it. */
    int find(long order, byte[] array, int keyOffset, int keyLength) {
        int[] current = addresses;
        int wanted = upper(order);
        int slot = home(wanted);
        for (; slot < current.length; slot++) {
            int address = current[slot];
            if (address == EMPTY) {
                break;
            }
            int other = orders[slot];
            if (other == wanted) {
                int comparison = compare(address, order, array, keyOffset, keyLength);
                if (comparison == 0) {
                    return slot;
                }
                if (comparison > 0) {
                    break;
                }
            } else if (Integer.compareUnsigned(other, wanted) > 0) {
                break;
            }
        }
        return ~slot;
    }

    /** The first slot behind a key, whether that is there or not. */
    int slotBehind(byte[] array, int keyOffset, int keyLength) {
        int found = find(CursorOrder.of(opening, array, keyOffset, keyLength), array, keyOffset, keyLength);
        return found < 0 ? ~found : found + 1;
    }

    /** Compares an entry, the upper half of whose order is that of the key's, with the key. */
    private int compare(int address, long order, byte[] array, int keyOffset, int keyLength) {
        byte[] page = slab.page(address);
        int start = slab.start(address);
        int byKey = EntryFormat.compareKey(page, start, array, keyOffset, keyLength);
        if (byKey == 0) {
            return 0;
        }
        int byOrder = Long.compareUnsigned(orderOf(page, start), order);
        return byOrder != 0 ? byOrder : byKey;
    }

    private long orderOf(byte[] page, int start) {
        return CursorOrder.of(opening, page, EntryFormat.keyOffset(page, start), EntryFormat.keyLength(page, start));
    }

    /** The first slot with an entry at or behind {@code slot}, or {@link #slots}. */
    int nextOccupied(int slot) {
        int next = slot;
        while (next < addresses.length && addresses[next] == EMPTY) {
            next++;
        }
        return next;
    }

    /** Puts another entry of the same key into a slot, and gives back the old one. */
    byte[] replace(int slot, byte[] entry) {
        int address = addressIn(slot);
        byte[] old = slab.copy(address);
        if (old.length == entry.length) {
            slab.overwrite(address, entry);
        } else {
            addresses[slot] = slab.add(entry, 0, entry.length);
            free(address);
        }
        return old;
    }

    /**
     * Adds an entry whose key is not there.
     *
     * @param found what {@link #find} answered for its key
     */
    void insert(int found, long order, byte[] entry) {
        int slot = ~found;
        if (size >= homes - homes / FREE_PART) {
            rebuild(homes + homes / FREE_PART + 2);
            slot = ~find(order, entry, EntryFormat.keyOffset(entry), EntryFormat.keyLength(entry));
        }
        int gap = slot;
        while (gap < addresses.length && addresses[gap] != EMPTY) {
            gap++;
        }
        if (gap >= addresses.length) {
            setSlots(gap + 8 + (gap >> 6));
        }
        System.arraycopy(addresses, slot, addresses, slot + 1, gap - slot);
        System.arraycopy(orders, slot, orders, slot + 1, gap - slot);
        addresses[slot] = slab.add(entry, 0, entry.length);
        orders[slot] = upper(order);
        size++;
    }

    /** Empties a slot, drawing those behind it nearer to their homes; gives back its entry. */
    byte[] remove(int slot) {
        int address = addressIn(slot);
        byte[] old = slab.copy(address);
        int end = slot + 1;
        while (end < addresses.length && addresses[end] != EMPTY && home(orders[end]) < end) {
            end++;
        }
        System.arraycopy(addresses, slot + 1, addresses, slot, end - slot - 1);
        System.arraycopy(orders, slot + 1, orders, slot, end - slot - 1);
        addresses[end - 1] = EMPTY;
        size--;
        if (homes > 16 && size < homes >> 2) {
            rebuild(size * 2);
        }
        free(address);
        return old;
    }

    void clear() {
        addresses = new int[NO_SLOTS];
        orders = new int[NO_SLOTS];
        slab = new EntrySlab();
        homes = 0;
        size = 0;
    }

    /** Gives an entry's bytes back, which no slot has any more, and with them its page if little else is in it. */
    private void free(int address) {
        int page = EntrySlab.pageOf(address);
        slab.free(address);
        if (slab.isSparse(page)) {
            slab.retire(page);
            for (int each = slab.firstIn(page); each != EMPTY; each = slab.next(each)) {
                byte[] array = slab.page(each);
                int start = slab.start(each);
                int keyOffset = EntryFormat.keyOffset(array, start);
                int slot = find(orderOf(array, start), array, keyOffset, EntryFormat.keyLength(array, start));
                if (slot >= 0 && addresses[slot] == each) {
                    addresses[slot] = slab.add(array, start, slab.length(each));
                }
            }
            slab.release(page);
        }
    }

    private void setSlots(int slots) {
        addresses = Arrays.copyOf(addresses, slots);
        orders = Arrays.copyOf(orders, slots);
    }

    private void rebuild(int newHomes) {
        int[] oldAddresses = addresses;
        int[] oldOrders = orders;
        homes = newHomes;
        int slots = newHomes + 2 * (32 - Integer.numberOfLeadingZeros(newHomes));
        addresses = new int[slots];
        orders = new int[slots];
        int free = 0;
        for (int i = 0; i < oldAddresses.length; i++) {
            if (oldAddresses[i] != EMPTY) {
                int slot = Math.max(free, home(oldOrders[i]));
                if (slot >= addresses.length) {
                    setSlots(slot + 8 + (slot >> 6));
                }
                addresses[slot] = oldAddresses[i];
                orders[slot] = oldOrders[i];
                free = slot + 1;
            }
        }
    }
}
