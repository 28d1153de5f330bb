package io.kith.collections;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A partition's collections by their ids, in unsigned order; finding one makes no object. */
final class CollectionTable {
    private long[] ids = new long[1];
    private @Nullable CollectionState[] states = new @Nullable CollectionState[1];
    private int size;

    int size() {
        return size;
    }

    long idAt(int index) {
        return ids[index];
    }

    CollectionState at(int index) {
        CollectionState state = states[index];
        if (state == null) {
            throw new IllegalStateException("no collection at index " + index);
        }
        return state;
    }

    @Nullable
    CollectionState find(long id) {
        int index = indexOf(id);
        return index < 0 ? null : states[index];
    }

    /** The index of an id, or the complement of where it would be. */
    int indexOf(long id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = Long.compareUnsigned(ids[middle], id);
            if (comparison == 0) {
                return middle;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    /** Adds a collection, or puts it in the place of the one with that id. */
    void put(long id, CollectionState state) {
        int index = indexOf(id);
        if (index >= 0) {
            states[index] = state;
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            states = Arrays.copyOf(states, size * 2);
        }
        int place = ~index;
        System.arraycopy(ids, place, ids, place + 1, size - place);
        System.arraycopy(states, place, states, place + 1, size - place);
        ids[place] = id;
        states[place] = state;
        size++;
    }

    void remove(long id) {
        int index = indexOf(id);
        if (index >= 0) {
            size--;
            System.arraycopy(ids, index + 1, ids, index, size - index);
            System.arraycopy(states, index + 1, states, index, size - index);
            states[size] = null;
        }
    }
}
