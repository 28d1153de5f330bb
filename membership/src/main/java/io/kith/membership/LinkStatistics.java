package io.kith.membership;

import java.util.Arrays;

/** What is measured of the link to one peer: round-trip times and losses of heartbeats, or of a client's requests. */
public final class LinkStatistics {
    private static final int SAMPLES = 128;
    private static final int TAIL_PERCENT = 99;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final double SMOOTHING = 1.0 / 8;
    private static final double LOSS_SMOOTHING = 1.0 / 16;

    private final int[] recentMicros = new int[SAMPLES];
    private int count;
    private double smoothedMicros;
    private double loss;

    /** Something was answered after {@code roundTripNanos}; smoothed as TCP does it (RFC 6298). */
    public void answered(long roundTripNanos) {
        int micros = (int) Math.min(Integer.MAX_VALUE, Math.max(0, roundTripNanos / NANOS_PER_MICRO));
        smoothedMicros = count == 0 ? micros : smoothedMicros + SMOOTHING * (micros - smoothedMicros);
        recentMicros[count % SAMPLES] = micros;
        count = count == 2 * SAMPLES - 1 ? SAMPLES : count + 1;
        loss -= LOSS_SMOOTHING * loss;
    }

    /** Something was not answered in time. */
    public void lost() {
        loss += LOSS_SMOOTHING * (1 - loss);
    }

    /** Whether anything was measured. */
    public boolean isMeasured() {
        return count > 0;
    }

    /** The smoothed round-trip time in microseconds; 0 if nothing was measured. */
    public int roundTripMicros() {
        return (int) smoothedMicros;
    }

    /** The 99th percentile of the last {@value #SAMPLES} round trips, in microseconds; 0 if nothing was measured. */
    public int tailMicros() {
        int known = Math.min(count, SAMPLES);
        if (known == 0) {
            return 0;
        }
        int[] sorted = Arrays.copyOf(recentMicros, known);
        Arrays.sort(sorted);
        return sorted[Math.min(known - 1, known * TAIL_PERCENT / 100)];
    }

    /** The share that was lost lately, in thousandths. */
    public int lossPerMille() {
        return (int) Math.round(loss * LinkReport.MAX_LOSS_PER_MILLE);
    }
}
