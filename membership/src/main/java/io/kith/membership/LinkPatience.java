package io.kith.membership;

/**
 * How late one peer's answers come, and so how long its silence means nothing: the round trip and how it varies (as TCP
 * reckons its time-out, RFC 6298), and the longest silence of late that ended in an answer after all.
 */
final class LinkPatience {
    private static final int SMOOTHING = 8;
    private static final int VARIATION_SMOOTHING = 4;

    /** So many answers halve what is remembered of a silence, and some: at four a second half a minute. */
    private static final int FORGETTING = 128;

    private long smoothedNanos;
    private long variationNanos;
    private long silenceNanos;
    private boolean isMeasured;

    /** Something was answered after {@code roundTripNanos}. */
    void answered(long roundTripNanos) {
        long sample = Math.max(0, roundTripNanos);
        if (isMeasured) {
            variationNanos += (Math.abs(smoothedNanos - sample) - variationNanos) / VARIATION_SMOOTHING;
            smoothedNanos += (sample - smoothedNanos) / SMOOTHING;
        } else {
            isMeasured = true;
            smoothedNanos = sample;
            variationNanos = sample / 2;
        }
        silenceNanos -= silenceNanos / FORGETTING;
    }

    /**
     * An answer came after {@code nanos} in which there was none.
     *
     * @param longest what counts at most: who was away for a minute was not just late
     */
    void silenceEnded(long nanos, long longest) {
        silenceNanos = Math.max(silenceNanos, Math.min(nanos, longest));
    }

    /** After how long an answer is not to be expected any more. */
    long answerNanos() {
        return smoothedNanos + 4 * variationNanos;
    }

    /**
     * For how long silence is to be borne by what was seen, if heartbeats come every {@code heartbeatNanos}.
     *
     * @param usualNanos for how long where answers take no time
     */
    long silenceToBearNanos(long usualNanos, long heartbeatNanos) {
        return answerNanos() + Math.max(usualNanos, heartbeatNanos + silenceNanos * 3 / 2);
    }
}
