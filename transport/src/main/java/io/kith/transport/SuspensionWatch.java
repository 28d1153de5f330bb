package io.kith.transport;

/** Notices that the machine was suspended: then the wall clock has moved on, and the monotonic clock has not. */
public final class SuspensionWatch {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Clock clock;
    private final long toleranceMillis;
    private long offsetMillis;

    /**
     * Takes the clocks as they are for normal.
     *
     * @param toleranceMillis by how much they may drift apart between two calls of {@link #settle}
     */
    public SuspensionWatch(Clock clock, long toleranceMillis) {
        this.clock = clock;
        this.toleranceMillis = toleranceMillis;
        this.offsetMillis = offsetNowMillis();
    }

    /** Whether the clocks disagree about how much time has passed since the last {@link #settle}; changes nothing. */
    public boolean hasJumped() {
        return Math.abs(offsetNowMillis() - offsetMillis) > toleranceMillis;
    }

    /** Takes the clocks as they are for the new normal. */
    public void settle() {
        offsetMillis = offsetNowMillis();
    }

    private long offsetNowMillis() {
        return clock.wallMillis() - clock.nowNanos() / NANOS_PER_MILLI;
    }
}
