package io.kith.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is to do of its own accord, for whoever opens it first: it lives with the collection in the cluster,
 * and counts for all programs. A collection that is there already keeps what it has. Settings of the cluster ({@code
 * collection.NAME.ttl.millis}, {@code collection.NAME.capacity}) win over it, and change it while the collection is in use.
 *
 * @param timeToLive how long entries of a map and elements of a set live that are put without a time of their own, at least
 *     a millisecond; null, or a hundred years and more, for ever
 * @param capacity how many elements a deque may hold, 1 or more; {@link Integer#MAX_VALUE} for any number
 */
public record OpenOptions(@Nullable Duration timeToLive, int capacity) {
    private static final Duration LEAST_TIME_TO_LIVE = Duration.ofMillis(1);
    private static final OpenOptions DEFAULTS = new OpenOptions(null, Integer.MAX_VALUE);

    public OpenOptions {
        if (timeToLive != null && timeToLive.compareTo(LEAST_TIME_TO_LIVE) < 0) {
            throw new IllegalArgumentException("a time to live is at least a millisecond, not " + timeToLive);
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("a capacity is 1 or more, not " + capacity);
        }
    }

    /** Entries live for ever, and deques hold any number of elements. */
    public static OpenOptions defaults() {
        return DEFAULTS;
    }

    /** The same, with a time to live. */
    public OpenOptions timeToLive(Duration time) {
        return new OpenOptions(time, capacity);
    }

    /** The same, with a capacity. */
    public OpenOptions capacity(int elements) {
        return new OpenOptions(timeToLive, elements);
    }
}
