package io.kith.cluster.processes;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The longest wait of any client around each fault, by the kind of fault. */
final class StallTable {
    private static final long HIGHEST_MICROS = 600_000_000L;

    private final Map<FaultKind, Histogram> stalls = new EnumMap<>(FaultKind.class);

    /** Around a fault of that kind some client waited so long, and none longer. */
    void add(FaultKind kind, long micros) {
        stalls.computeIfAbsent(kind, unused -> new Histogram(HIGHEST_MICROS, 3))
                .recordValue(Math.min(HIGHEST_MICROS, micros));
    }

    /** How many faults there were of that kind. */
    long count(FaultKind kind) {
        Histogram histogram = stalls.get(kind);
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    /** A line a kind. */
    String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-28s %6s %10s %10s %10s %10s%n",
                "longest wait of a client at",
                "times",
                "p50 ms",
                "p99 ms",
                "max ms",
                "goal ms"));
        for (Map.Entry<FaultKind, Histogram> each : stalls.entrySet()) {
            Histogram histogram = each.getValue();
            int goal = each.getKey().goalMillis();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-26s %6d %10.1f %10.1f %10.1f %10s%n",
                    each.getKey().title(),
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getMaxValue() / 1e3,
                    goal == 0 ? "-" : "< " + goal));
        }
        return text.toString();
    }
}
