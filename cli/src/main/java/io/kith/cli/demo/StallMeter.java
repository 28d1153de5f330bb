package io.kith.cli.demo;

import java.util.EnumMap;
import java.util.Map;

/**
 * Keeps the longest time that a write took in each phase. A write that touches the phase of an event, if only by its
 * start or its end, counts for that event and not for the quiet before or after.
 */
final class StallMeter {
    private final Map<DemoPhase, Long> longestNanos = new EnumMap<>(DemoPhase.class);
    private DemoPhase phase = DemoPhase.STEADY;

    synchronized void enter(DemoPhase next) {
        phase = next;
    }

    synchronized DemoPhase phase() {
        return phase;
    }

    /** Notes a write that began in {@code begunIn}, took {@code nanos} and has just ended. */
    synchronized void record(DemoPhase begunIn, long nanos) {
        if (begunIn == DemoPhase.STEADY || phase != DemoPhase.STEADY) {
            longestNanos.merge(phase, nanos, Math::max);
        }
        if (begunIn != DemoPhase.STEADY && begunIn != phase) {
            longestNanos.merge(begunIn, nanos, Math::max);
        }
    }

    /** The longest write of {@code of}, in milliseconds; 0 if there was none. */
    synchronized double longestMillis(DemoPhase of) {
        return longestNanos.getOrDefault(of, 0L) / 1e6;
    }
}
