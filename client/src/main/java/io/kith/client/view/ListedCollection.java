package io.kith.client.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the cluster.
 *
 * @param name its name
 * @param type what it is
 * @param size how many entries or elements it has, each partition asked at another moment; 0 for counters and locks
 * @param timeToLive how long entries live that are put without a time of their own, by the setting {@code
 *     collection.NAME.ttl.millis} or as it was opened first; null for ever
 * @param capacity how many elements it may hold, by the setting {@code collection.NAME.capacity} or as it was opened first;
 *     {@link Integer#MAX_VALUE} for any number
 */
public record ListedCollection(
        String name, Type type, long size, @Nullable Duration timeToLive, int capacity) {

    /** What a collection is. */
    public enum Type {
        HASH_MAP,
        HASH_SET,
        VEC,
        VEC_DEQUE,
        COUNTER,
        LOCK
    }
}
