package io.kith.client.grid;

import java.time.Duration;

/** Durations as operations carry them. */
public final class Durations {

    private Durations() {}

    /** A time to live or a lease in milliseconds, of which it has at least one. */
    public static long millis(Duration time) {
        long millis = time.toMillis();
        if (millis < 1) {
            throw new IllegalArgumentException("such a time is at least a millisecond, not " + time);
        }
        return millis;
    }
}
