package io.kith.cluster.cli;

import io.kith.cluster.simulation.SimulationResult;
import java.io.PrintWriter;
import java.util.TreeMap;

/** Writes a line for each run, in the order of the seeds, in whatever order they end. May be called by several threads. */
final class TraceLines {
    private final PrintWriter out;
    private final TreeMap<Long, String> early = new TreeMap<>();
    private long nextSeed;

    TraceLines(long firstSeed, PrintWriter out) {
        this.nextSeed = firstSeed;
        this.out = out;
    }

    synchronized void add(SimulationResult result) {
        early.put(result.seed(), result.seed() + " " + Long.toHexString(result.traceHash()) + " " + result.steps());
        for (String line = early.remove(nextSeed); line != null; line = early.remove(nextSeed)) {
            out.println(line);
            nextSeed++;
        }
        out.flush();
    }
}
