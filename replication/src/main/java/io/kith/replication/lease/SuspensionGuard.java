package io.kith.replication.lease;

import io.kith.transport.Clock;

/**
 * Notices that the machine was suspended: then the wall clock has moved on and the monotonic clock has not. Every lease
 * that was counted by the monotonic clock is worthless from then on.
 */
final class SuspensionGuard {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Clock clock;
    private final long toleranceMillis;
    private long offsetMillis;
    private long voidBeforeNanos = Long.MIN_VALUE;

    SuspensionGuard(Clock clock, long toleranceMillis) {
        this.clock = clock;
        this.toleranceMillis = toleranceMillis;
        this.offsetMillis = offsetMillis();
    }

    private long offsetMillis() {
        return clock.wallMillis() - clock.nowNanos() / NANOS_PER_MILLI;
    }

    /** Whether {@link #jumped} would say so now; changes nothing. */
    boolean wouldJump() {
        return Math.abs(offsetMillis() - offsetMillis) > toleranceMillis;
    }

    /** Whether the clocks disagree about how much time has passed since the last call. */
    boolean jumped() {
        if (!wouldJump()) {
            return false;
        }
        offsetMillis = offsetMillis();
        voidBeforeNanos = clock.nowNanos();
        return true;
    }

    /** Takes small differences (a slewed clock) as the new normal; call about once a heartbeat. */
    void settle() {
        if (!wouldJump()) {
            offsetMillis = offsetMillis();
        }
    }

    /** Rights that were asked for before this moment do not count. */
    long voidBeforeNanos() {
        return voidBeforeNanos;
    }
}
