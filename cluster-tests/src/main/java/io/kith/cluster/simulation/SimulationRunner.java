package io.kith.cluster.simulation;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Runs many seeds and says which failed, each in one line that replays it. */
public final class SimulationRunner {
    private static final int CHECK_TRACE_EVERY = 100;
    private static final int REPORT_EVERY = 1_000;

    private final SystemUnderTest system;
    private final Map<String, Long> counts = new TreeMap<>();
    private long runs;
    private long failures;

    public SimulationRunner(SystemUnderTest system) {
        this.system = system;
    }

    /**
     * Runs the seeds {@code seedFrom} to {@code seedTo}, both included, until {@code minutes} have passed. Some seeds run
     * twice, to see whether they give the same trace.
     *
     * @param minutes real time; 0 for no bound
     * @param nodes how many nodes each cluster starts with; 0 for what the seed says
     * @return how many runs failed
     */
    public long run(long seedFrom, long seedTo, long minutes, int nodes, PrintWriter out) {
        if (seedFrom > seedTo) {
            throw new IllegalArgumentException("there are no seeds from " + seedFrom + " to " + seedTo);
        }
        long startNanos = System.nanoTime();
        for (long seed = seedFrom; seed <= seedTo; seed++) {
            if (minutes > 0 && System.nanoTime() - startNanos > minutes * 60_000_000_000L) {
                break;
            }
            SimulationResult result = runOnce(seed, nodes, out);
            if (seed % CHECK_TRACE_EVERY == 0 && runOnce(seed, nodes, out).traceHash() != result.traceHash()) {
                fail(seed, nodes, "TRACE two runs of one seed differ", out);
            }
            if (runs % REPORT_EVERY == 0) {
                report(startNanos, out);
            }
        }
        report(startNanos, out);
        return failures;
    }

    /** Runs one seed and writes all that happens. */
    public SimulationResult replay(long seed, int nodes, PrintWriter out) {
        SimulationOptions options = SimulationOptions.draw(seed, nodes);
        out.println(options);
        SimulationResult result = new ClusterSimulation(options, system, out).run();
        out.println(result);
        out.flush();
        return result;
    }

    private SimulationResult runOnce(long seed, int nodes, PrintWriter out) {
        SimulationResult result = new ClusterSimulation(SimulationOptions.draw(seed, nodes), system, null).run();
        runs++;
        result.counts().forEach((what, howOften) -> counts.merge(what, howOften, Long::sum));
        String failure = result.failure();
        if (failure != null) {
            fail(seed, nodes, failure, out);
        }
        return result;
    }

    private void fail(long seed, int nodes, String failure, PrintWriter out) {
        failures++;
        out.println("./kith simulate --seeds " + seed + ".." + seed + (nodes > 0 ? " --nodes " + nodes : "")
                + " --trace  # " + failure);
        out.flush();
    }

    private void report(long startNanos, PrintWriter out) {
        out.printf("%d runs, %d failed, %.1f s: %s%n", runs, failures, (System.nanoTime() - startNanos) / 1e9, counts);
        out.flush();
    }
}
