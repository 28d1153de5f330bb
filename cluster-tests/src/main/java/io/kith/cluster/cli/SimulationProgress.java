package io.kith.cluster.cli;

import io.kith.cluster.simulation.SimulationSummary;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a simulation is, on standard error, if that is a terminal. */
final class SimulationProgress implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int INTERVAL_MILLIS = 500;

    private final @Nullable ProgressBar bar;
    private final long startNanos = System.nanoTime();
    private final long minutes;

    /**
     * A bar that is full after so many runs, or after so many minutes if those are bounded.
     *
     * @param minutes 0 for no bound
     */
    SimulationProgress(long runs, long minutes, PrintWriter err) {
        this.minutes = minutes;
        // The launcher found out whether standard error is a terminal; Java 17 cannot.
        this.bar = Boolean.getBoolean("kith.terminal")
                ? new ProgressBarBuilder()
                        .setTaskName("simulating")
                        .setInitialMax(minutes > 0 ? minutes * 60 : runs)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(INTERVAL_MILLIS)
                        .setConsumer(new DelegatingProgressBarConsumer(
                                text -> {
                                    err.print("\r" + text);
                                    err.flush();
                                },
                                WIDTH))
                        .build()
                : null;
    }

    /** Another run is over. */
    void show(SimulationSummary summary) {
        if (bar != null) {
            bar.stepTo(minutes > 0 ? (System.nanoTime() - startNanos) / 1_000_000_000L : summary.runs());
            bar.setExtraMessage(summary.runs() + " runs, " + summary.failures() + " failed");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
