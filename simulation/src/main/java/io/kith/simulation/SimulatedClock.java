package io.kith.simulation;

import io.kith.transport.Clock;

/**
 * The clocks of one process: a monotonic one that runs somewhat fast and stands still while the machine is suspended, and
 * a wall clock that goes on while it is suspended and can be set.
 */
public final class SimulatedClock implements Clock {
    private static final long PPM = 1_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final VirtualTime time;
    private final long originNanos;
    private final long fastPpm;
    private final long bornNanos;
    private long wallAheadMillis;
    private long suspendedNanos;
    private long suspendedFromNanos;
    private long suspendedUntilNanos;

    /**
     * A clock that starts at {@code originNanos}.
     *
     * @param fastPpm by how many millionths it runs faster than true time
     * @param wallMillis what the wall clock shows at first
     */
    SimulatedClock(VirtualTime time, long originNanos, long fastPpm, long wallMillis) {
        if (fastPpm < 0 || fastPpm > PPM) {
            throw new IllegalArgumentException("a clock runs 0 to 1000000 ppm fast, not " + fastPpm);
        }
        this.time = time;
        this.originNanos = originNanos;
        this.fastPpm = fastPpm;
        this.bornNanos = time.nowNanos();
        this.wallAheadMillis = wallMillis;
    }

    @Override
    public long nowNanos() {
        return originNanos + localNanos(runningNanos());
    }

    @Override
    public long wallMillis() {
        return wallAheadMillis + localNanos(time.nowNanos() - bornNanos) / NANOS_PER_MILLI;
    }

    /** How much true time must pass, at least, until {@code delayNanos} have passed on the monotonic clock. */
    long trueNanos(long delayNanos) {
        if (delayNanos <= 0) {
            return 0;
        }
        long shortened = delayNanos - (long) ((double) delayNanos * fastPpm / (PPM + fastPpm));
        while (localNanos(runningNanos() + shortened) - localNanos(runningNanos()) < delayNanos) {
            shortened++;
        }
        return shortened + Math.max(0, suspendedUntilNanos - time.nowNanos());
    }

    /** Sets the wall clock forward, or back if {@code byMillis} is negative. */
    public void jump(long byMillis) {
        wallAheadMillis += byMillis;
    }

    /** Whether the machine is suspended just now. */
    public boolean isSuspended() {
        return time.nowNanos() < suspendedUntilNanos;
    }

    /** Stops the monotonic clock until {@code untilNanos} of true time. */
    void suspendUntil(long untilNanos) {
        suspendedNanos = suspendedSoFar();
        suspendedFromNanos = time.nowNanos();
        suspendedUntilNanos = Math.max(untilNanos, suspendedFromNanos);
    }

    private long runningNanos() {
        return time.nowNanos() - bornNanos - suspendedSoFar();
    }

    private long suspendedSoFar() {
        return suspendedNanos
                + Math.min(time.nowNanos(), suspendedUntilNanos)
                - Math.min(time.nowNanos(), suspendedFromNanos);
    }

    private long localNanos(long trueNanos) {
        return trueNanos + trueNanos / PPM * fastPpm + trueNanos % PPM * fastPpm / PPM;
    }
}
