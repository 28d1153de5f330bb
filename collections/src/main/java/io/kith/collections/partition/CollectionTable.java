package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A partition's collections by their ids, in unsigned order; finding one makes no object. */
final class CollectionTable {
    private long[] ids = new long[1];
    private @Nullable Held[] held = new @Nullable Held[1];
    private int size;

    /** A collection, and what kind it is of. */
    private record Held(CollectionKind<?> kind, CollectionState state) {}

    int size() {
        return size;
    }

    long idAt(int index) {
        return ids[index];
    }

    CollectionState at(int index) {
        return heldAt(index).state;
    }

    CollectionKind<?> kindAt(int index) {
        return heldAt(index).kind;
    }

    private Held heldAt(int index) {
        Held found = held[index];
        if (found == null) {
            throw new IllegalStateException("no collection at index " + index);
        }
        return found;
    }

    @Nullable
    CollectionState find(long id) {
        int index = indexOf(id);
        return index < 0 ? null : at(index);
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
    void put(long id, CollectionKind<?> kind, CollectionState state) {
        int index = indexOf(id);
        if (index >= 0) {
            held[index] = new Held(kind, state);
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            held = Arrays.copyOf(held, size * 2);
        }
        int place = ~index;
        System.arraycopy(ids, place, ids, place + 1, size - place);
        System.arraycopy(held, place, held, place + 1, size - place);
        ids[place] = id;
        held[place] = new Held(kind, state);
        size++;
    }

    void remove(long id) {
        int index = indexOf(id);
        if (index >= 0) {
            size--;
            System.arraycopy(ids, index + 1, ids, index, size - index);
            System.arraycopy(held, index + 1, held, index, size - index);
            held[size] = null;
        }
    }
}
