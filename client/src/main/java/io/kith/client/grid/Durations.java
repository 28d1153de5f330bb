package io.kith.client.grid;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as operations carry them. What is longer than a hundred years means for ever, and is taken for a hundred years. */
public final class Durations {
    /** A hundred years. */
    public static final Duration FOR_EVER = Duration.ofDays(36_500);

    private Durations() {}

    /** A time to live or a lease in milliseconds, of which it has at least one. */
    public static long millis(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("such a time is at least a millisecond, not " + time);
        }
        return bounded(time).toMillis();
    }

    /** How long to wait, in nanoseconds; 0 for what is negative. */
    public static long nanos(Duration wait) {
        return bounded(wait).toNanos();
    }

    /** How long to wait; no time for what is negative. */
    public static Duration of(long time, TimeUnit unit) {
        if (time <= 0) {
            return Duration.ZERO;
        }
        return unit.toSeconds(time) >= FOR_EVER.toSeconds() ? FOR_EVER : Duration.of(time, unit.toChronoUnit());
    }

    private static Duration bounded(Duration time) {
        if (time.isNegative()) {
            return Duration.ZERO;
        }
        return time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    }
}
