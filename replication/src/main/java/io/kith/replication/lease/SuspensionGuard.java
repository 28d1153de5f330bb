package io.kith.replication.lease;

import io.kith.transport.Clock;
import io.kith.transport.SuspensionWatch;

/**
 * Notices that the machine was suspended: then the wall clock has moved on and the monotonic clock has not. Every lease
 * that was counted by the monotonic clock is worthless from then on.
 */
final class SuspensionGuard {
    private final Clock clock;
    private final SuspensionWatch watch;
    private long voidBeforeNanos = Long.MIN_VALUE;

    SuspensionGuard(Clock clock, long toleranceMillis) {
        this.clock = clock;
        this.watch = new SuspensionWatch(clock, toleranceMillis);
    }

    /** Whether {@link #jumped} would say so now; changes nothing. */
    boolean wouldJump() {
        return watch.hasJumped();
    }

    /** Whether the clocks disagree about how much time has passed since the last call. */
    boolean jumped() {
        if (!wouldJump()) {
            return false;
        }
        watch.settle();
        voidBeforeNanos = clock.nowNanos();
        return true;
    }

    /** Takes small differences (a slewed clock) as the new normal; call about once a heartbeat. */
    void settle() {
        if (!wouldJump()) {
            watch.settle();
        }
    }

    /** Rights that were asked for before this moment do not count. */
    long voidBeforeNanos() {
        return voidBeforeNanos;
    }
}
