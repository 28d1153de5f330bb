package io.kith.simulation.history;

import java.util.List;

/** Single-key calls of maps, as in {@link java.util.concurrent.ConcurrentMap}. */
public sealed interface MapCall {

    /** Names the map. */
    Object map();

    /** The key. */
    Object key();

    /** What histories are split by. */
    default Object entry() {
        return List.of(map(), key());
    }

    /** Answers the value or null. */
    record Get(Object map, Object key) implements MapCall {}

    /** Answers whether there is a value. */
    record ContainsKey(Object map, Object key) implements MapCall {}

    /** Answers whether the entry has this value, which no other entry ever has: {@code containsValue}. */
    record ContainsValue(Object map, Object key, Object value) implements MapCall {}

    /** Sets the value, answers the previous one or null. */
    record Put(Object map, Object key, Object value) implements MapCall {}

    /** Sets the value if there is none, answers the previous one or null. */
    record PutIfAbsent(Object map, Object key, Object value) implements MapCall {}

    /** Removes the entry, answers the previous value or null. */
    record Remove(Object map, Object key) implements MapCall {}

    /** Removes the entry if it has this value, answers whether it had. */
    record RemoveIf(Object map, Object key, Object expected) implements MapCall {}

    /** Sets the value if there is one, answers the previous one or null. */
    record Replace(Object map, Object key, Object value) implements MapCall {}

    /** Sets the value if it is {@code expected}, answers whether it was: {@code replace(key, old, new)}. */
    record CompareAndSet(Object map, Object key, Object expected, Object value) implements MapCall {}
}
