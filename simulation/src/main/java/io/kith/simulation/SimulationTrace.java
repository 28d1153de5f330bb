package io.kith.simulation;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened, folded into one number, so that two runs can be compared; and as text, if somebody wants to read it. */
public final class SimulationTrace {
    private final @Nullable PrintWriter text;
    private long hash = 1;
    private long events;

    /** A trace that is written to {@code text}, or only counted if that is null. */
    public SimulationTrace(@Nullable PrintWriter text) {
        this.text = text;
    }

    /** Folds one event in; {@code kind} must be the same string in every run. */
    public void event(long nowNanos, String kind, long who, long detail) {
        events++;
        long mixed = RandomStreams.mix(nowNanos ^ (long) kind.hashCode() << 32) + RandomStreams.mix(who * 31 + detail);
        hash = RandomStreams.mix(hash * 0x9E3779B97F4A7C15L + mixed);
    }

    /** Notes something for readers; what is noted does not count for the hash. */
    public void note(long nowNanos, Supplier<String> line) {
        if (text != null) {
            text.printf("%12.3f ms  %s%n", nowNanos / 1e6, line.get());
        }
    }

    /** Whether somebody reads the notes. */
    public boolean isRead() {
        return text != null;
    }

    /** A number that two runs share only if the same happened in both. */
    public long hash() {
        return hash;
    }

    /** How many events were folded in. */
    public long events() {
        return events;
    }
}
