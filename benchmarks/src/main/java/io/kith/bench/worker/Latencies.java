package io.kith.bench.worker;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies of operations, in nanoseconds, to three digits. For many threads. */
final class Latencies {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final Histogram histogram = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);

    /** Where a single thread collects its own. */
    static Histogram ofThread() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    void record(long nanos) {
        histogram.recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
    }

    void add(Histogram other) {
        histogram.add(other);
    }

    long count() {
        return histogram.getTotalCount();
    }

    double percentileMicros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    double maxMillis() {
        return histogram.getMaxValue() / 1e6;
    }
}
