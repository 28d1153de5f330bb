package io.kith.cluster.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What became of many runs. Any thread may add to it and read it. */
public final class SimulationSummary {
    private static final double NANOS_PER_HOUR = 3_600e9;

    private final long startNanos = System.nanoTime();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> failuresByKind = new TreeMap<>();
    private long runs;
    private long failures;
    private long steps;
    private double virtualHours;

    synchronized void add(SimulationResult result) {
        runs++;
        steps += result.steps();
        virtualHours += result.virtualNanos() / NANOS_PER_HOUR;
        result.counts().forEach((what, howOften) -> counts.merge(what, howOften, Long::sum));
    }

    synchronized void addFailure(String failure) {
        failures++;
        failuresByKind.merge(failure.split("\\s", 2)[0], 1L, Long::sum);
    }

    /** Runs that are over. */
    public synchronized long runs() {
        return runs;
    }

    /** How many of them failed. */
    public synchronized long failures() {
        return failures;
    }

    /** How often something happened in all runs, by the names that {@link SimulationResult#counts} has. */
    public synchronized long count(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** The summary as lines for people. */
    @Override
    public synchronized String toString() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long contradictory = failuresByKind.getOrDefault("LINEARIZABILITY", 0L);
        long undecided = count("histories undecided");
        String nl = System.lineSeparator();
        return String.format("schedules     %,d, of which %,d failed %s%n", runs, failures, byKind())
                + String.format("steps         %,d, in %,.1f virtual hours%n", steps, virtualHours)
                + String.format(
                        "histories     %,d linearizable, %,d undecided, %,d violations%n",
                        Math.max(0, count("histories") - undecided - contradictory), undecided, contradictory)
                + String.format(
                        "in the end    %,d clusters settled, %,d had lost their voters%n",
                        count("runs settled"), count("runs that lost their voters"))
                + String.format(
                        "real time     %,.1f s, %,.0f schedules a minute%n",
                        seconds, runs / Math.max(seconds, 1e-3) * 60)
                + "what happened " + counts + nl;
    }

    private String byKind() {
        return failures == 0 ? "" : failuresByKind.toString();
    }
}
