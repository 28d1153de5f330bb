package io.kith.cluster.simulation;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs many seeds, several at a time, and says which failed, each in one line that replays it. */
public final class SimulationRunner {
    private static final int CHECK_TRACE_EVERY = 100;

    private final SystemUnderTest system;
    private final SimulationSummary summary = new SimulationSummary();
    private Consumer<SimulationSummary> observer = unused -> {};
    private Consumer<SimulationResult> results = unused -> {};

    public SimulationRunner(SystemUnderTest system) {
        this.system = system;
    }

    /** What became of all runs so far. */
    public SimulationSummary summary() {
        return summary;
    }

    /** Tells {@code next} how things stand after each run, on the thread that made it. */
    public void afterEachRun(Consumer<SimulationSummary> next) {
        observer = next;
    }

    /** Tells {@code next} what became of each seed, once a seed, on the thread that ran it. */
    public void afterEachSeed(Consumer<SimulationResult> next) {
        results = next;
    }

    /**
     * Runs the seeds {@code seedFrom} to {@code seedTo}, both included, until {@code minutes} have passed. Some seeds run
     * twice, to see whether they give the same trace.
     *
     * @param minutes real time; 0 for no bound
     * @param nodes how many nodes each cluster starts with; 0 for what the seed says
     * @param threads how many seeds run at a time, 1 or more
     * @return how many runs failed
     */
    public long run(long seedFrom, long seedTo, long minutes, int nodes, int threads, PrintWriter out) {
        if (seedFrom > seedTo || threads < 1) {
            throw new IllegalArgumentException("there are no seeds from " + seedFrom + " to " + seedTo
                    + ", or no threads to run them: " + threads);
        }
        long startNanos = System.nanoTime();
        AtomicLong next = new AtomicLong(seedFrom);
        Runnable work = () -> {
            long seed = next.getAndIncrement();
            while (seed <= seedTo
                    && seed >= seedFrom
                    && (minutes == 0 || System.nanoTime() - startNanos < minutes * 60_000_000_000L)) {
                SimulationResult result = runOnce(seed, nodes, out);
                results.accept(result);
                if (seed % CHECK_TRACE_EVERY == 0 && runOnce(seed, nodes, out).traceHash() != result.traceHash()) {
                    fail(seed, nodes, "TRACE two runs of one seed differ", out);
                }
                seed = next.getAndIncrement();
            }
        };
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                workers.add(CompletableFuture.runAsync(work, executor));
            }
            workers.forEach(CompletableFuture::join);
        } finally {
            executor.shutdownNow();
        }
        return summary.failures();
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
        String failure = result.failure();
        summary.add(result);
        if (failure != null) {
            fail(seed, nodes, failure, out);
        }
        observer.accept(summary);
        return result;
    }

    private void fail(long seed, int nodes, String failure, PrintWriter out) {
        summary.addFailure(failure);
        synchronized (summary) {
            out.println("./kith simulate --replay " + seed + (nodes > 0 ? " --nodes " + nodes : "") + "  # " + failure);
            out.flush();
        }
    }
}
