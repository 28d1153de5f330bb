package io.kith.collections.map;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes the operations of sets and decodes their results. A set is a map whose values are empty. */
public final class SetOperations {
    private SetOperations() {}

    /** Whether an element is there; result: {@link Results#bool}. */
    public static byte[] contains(CollectionRef collection, byte[] element) {
        return MapOperations.containsKey(collection, element);
    }

    /** Which of several elements of one partition are there; result: {@link MapOperations#presence}. */
    public static byte[] containsAll(CollectionRef collection, List<byte[]> elements) {
        return MapOperations.containsKeys(collection, elements);
    }

    /** How many elements the partition has; result: {@link Results#number}. */
    public static byte[] size(CollectionRef collection) {
        return MapOperations.size(collection);
    }

    /** Some of the partition's elements, as the keys of {@link MapOperations#page(byte[])}. */
    public static byte[] page(CollectionRef collection, byte @Nullable [] afterElement, int maxElements, int maxBytes) {
        return MapOperations.page(collection, afterElement, maxElements, maxBytes, true);
    }

    /** Adds an element; result: {@link #added}. */
    public static byte[] add(CollectionRef collection, byte[] element, long ttlMillis) {
        return MapOperations.putIfAbsent(collection, element, Results.NO_BYTES, ttlMillis);
    }

    /** Adds several elements of one partition; result: how many are new, {@link Results#number}. */
    public static byte[] addAll(CollectionRef collection, List<byte[]> elements, long ttlMillis) {
        List<MapEntry> entries = new ArrayList<>(elements.size());
        for (byte[] element : elements) {
            entries.add(new MapEntry(element, Results.NO_BYTES));
        }
        return MapOperations.putAll(collection, entries, ttlMillis);
    }

    /** Removes an element; result: whether it was there, {@link Results#bool}. */
    public static byte[] remove(CollectionRef collection, byte[] element) {
        return MapOperations.delete(collection, element);
    }

    /** Removes several elements of one partition; result: how many were there, {@link Results#number}. */
    public static byte[] removeAll(CollectionRef collection, List<byte[]> elements) {
        return MapOperations.removeAll(collection, elements);
    }

    /** Removes the partition's elements; result: how many, {@link Results#number}. */
    public static byte[] clear(CollectionRef collection) {
        return MapOperations.clear(collection);
    }

    /** The result of {@link #add}: whether the element is new. */
    public static boolean added(byte[] payload) {
        return Results.optionalBytes(payload) == null;
    }
}
