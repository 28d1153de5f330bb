package io.kith.collections.partition;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.wire.OperationHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which collections are open in a partition, by rising openings, and which were destroyed; finding one makes no object. */
final class Catalog {
    /** More collections than this are not opened in one partition, so that strangers cannot fill the memory. */
    static final int MAX_OPEN = 1_000_000;

    private long[] openings = new long[1];
    private @Nullable OpenCollection[] collections = new @Nullable OpenCollection[1];
    private int size;
    private final IncarnationIndex byIncarnation = new IncarnationIndex();

    /** Those whose kinds heed sessions. */
    private final List<OpenCollection> heedful = new ArrayList<>(0);

    /** The one that was found last. */
    private @Nullable OpenCollection found;

    private long bytes;
    private final Tombstones tombstones = new Tombstones(more -> bytes += more);

    int size() {
        return size;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    List<OpenCollection> heedful() {
        return heedful;
    }

    /** What all entries take of memory, about, without what is in the collections. */
    long bytes() {
        return bytes;
    }

    OpenCollection at(int index) {
        OpenCollection collection = collections[index];
        if (collection == null) {
            throw new IllegalStateException("no collection at index " + index);
        }
        return collection;
    }

    /** The collection of an opening, or null. */
    @Nullable
    OpenCollection find(long opening) {
        OpenCollection last = found;
        if (last != null && last.opening() == opening) {
            return last;
        }
        int index = indexOf(opening);
        if (index < 0) {
            return null;
        }
        found = at(index);
        return found;
    }

    /** The collection of an incarnation, or null. */
    @Nullable
    OpenCollection find(long incarnationHigh, long incarnationLow) {
        return byIncarnation.find(incarnationHigh, incarnationLow);
    }

    /** The collection that an operation is about, or null. */
    @Nullable
    OpenCollection find(OperationHead head) {
        return head.opening() != 0 ? find(head.opening()) : find(head.incarnationHigh(), head.incarnationLow());
    }

    /** The index of an opening, or the complement of where it would be. */
    int indexOf(long opening) {
        return Arrays.binarySearch(openings, 0, size, opening);
    }

    /** Adds a collection whose opening is higher than all others', and whose incarnation is not there. */
    void add(OpenCollection collection) {
        if (size > 0 && openings[size - 1] >= collection.opening()) {
            throw new IllegalStateException("the opening " + collection.opening() + " is not a new one");
        }
        if (size == openings.length) {
            int room = size + (size >> 2) + 1;
            openings = Arrays.copyOf(openings, room);
            collections = Arrays.copyOf(collections, room);
        }
        openings[size] = collection.opening();
        collections[size] = collection;
        size++;
        byIncarnation.add(collection);
        bytes += collection.catalogBytes();
        if (collection.kind().heedsSessions()) {
            heedful.add(collection);
        }
    }

    void remove(OpenCollection collection) {
        int index = indexOf(collection.opening());
        size--;
        System.arraycopy(openings, index + 1, openings, index, size - index);
        System.arraycopy(collections, index + 1, collections, index, size - index);
        collections[size] = null;
        byIncarnation.remove(collection);
        bytes -= collection.catalogBytes();
        if (collection.kind().heedsSessions()) {
            heedful.remove(collection);
        }
        if (found == collection) {
            found = null;
        }
    }

    /** A hash of all entries, of the collections' contents, and of what was destroyed. */
    long digest() {
        long digest = tombstones.digest();
        for (int i = 0; i < size; i++) {
            OpenCollection collection = at(i);
            long hash = ByteHash.of(collection.opening(), collection.incarnationLow());
            hash = ByteHash.of(
                    ByteHash.of(hash, collection.incarnationHigh()),
                    collection.name().hashCode());
            hash = ByteHash.of(hash, collection.kind().type().code());
            hash = ByteHash.of(hash, optionsHash(collection));
            digest += ByteHash.of(
                    hash, collection.state() == null ? 0 : collection.state().digest());
        }
        return digest;
    }

    private static long optionsHash(OpenCollection collection) {
        long hash =
                ByteHash.of(collection.given().ttlMillis(), collection.given().capacity());
        return ByteHash.of(
                ByteHash.of(hash, collection.options().ttlMillis()),
                collection.options().capacity());
    }
}
