package io.kith.config;

import io.kith.transport.Clock;

/** Notices that the machine was suspended: then the wall clock has moved on, and the clock that counts pledges has not. */
final class SuspensionWatch {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long TOLERANCE_MILLIS = 50;

    private final Clock clock;
    private long offsetMillis;

    SuspensionWatch(Clock clock) {
        this.clock = clock;
        this.offsetMillis = offsetNowMillis();
    }

    /** Whether the clocks disagree about how much time has passed since the last {@link #settle}. */
    boolean hasJumped() {
        return Math.abs(offsetNowMillis() - offsetMillis) > TOLERANCE_MILLIS;
    }

    /** Takes the clocks as they are for the new normal. */
    void settle() {
        offsetMillis = offsetNowMillis();
    }

    private long offsetNowMillis() {
        return clock.wallMillis() - clock.nowNanos() / NANOS_PER_MILLI;
    }
}
