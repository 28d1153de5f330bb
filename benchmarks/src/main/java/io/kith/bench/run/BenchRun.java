package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole run, from the first process to the tables. */
public final class BenchRun {
    private final Plan wanted;
    private final @Nullable Path markdown;
    private final @Nullable Path json;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * A run of {@code plan}.
     *
     * @param markdown where the tables are written too; null for nowhere
     * @param json where all figures are written; null for nowhere
     * @param out where the tables are told
     * @param err where it is told how far the run is
     */
    public BenchRun(Plan plan, @Nullable Path markdown, @Nullable Path json, PrintWriter out, PrintWriter err) {
        this.wanted = plan;
        this.markdown = markdown;
        this.json = json;
        this.out = out;
        this.err = err;
    }

    /** Measures. */
    public void run() throws IOException {
        RunResults results = new RunResults();
        Plan plan = possible(results);
        List<String> head = head(plan);
        Schedule schedule = new Schedule(plan);
        err.printf("planned to take %s minutes%n", Schedule.text(schedule.plannedSeconds()));
        if (!plan.passes().isEmpty()) {
            new SteadyPasses(plan, results, schedule, err).run(() -> write(plan, results, head));
        }
        if (!plan.clusterWorkloads().isEmpty()) {
            new ClusterPass(plan, results, schedule, err).run();
            write(plan, results, head);
        }
        out.print(Report.markdown(plan, results, head));
        out.flush();
    }

    /** After each pass: whoever breaks a run off has what was measured until then. */
    private void write(Plan plan, RunResults results, List<String> head) {
        try {
            if (markdown != null) {
                Files.writeString(markdown, Report.markdown(plan, results, head));
            }
            if (json != null) {
                Files.writeString(json, JsonReport.of(plan, results, head));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the figures down", e);
        }
    }

    /** What of the plan can be done here; what cannot is noted, with the reason. */
    private Plan possible(RunResults results) {
        List<Contestant> peers = new ArrayList<>();
        for (Contestant peer : wanted.peers()) {
            note(results, peer.name(), peer.obstacle());
            if (peer.obstacle().isEmpty()) {
                peers.add(peer);
            }
        }
        List<Plan.Pass> passes = new ArrayList<>();
        for (Plan.Pass pass : wanted.passes()) {
            note(results, "rows with " + pass.pin().text(), pass.pin().obstacle());
            if (pass.pin().obstacle().isEmpty()) {
                passes.add(pass);
            }
        }
        note(results, "starts, loads and failures", wanted.clusterWorkloads().isEmpty() ? "" : ClusterPass.obstacle());
        return wanted.with(peers, passes);
    }

    private void note(RunResults results, String what, String obstacle) {
        if (!obstacle.isEmpty()) {
            results.note(what + ": " + obstacle);
            err.println("left out: " + what + ": " + obstacle);
        }
    }

    private static List<String> head(Plan plan) {
        List<String> head = new ArrayList<>();
        head.add(Instant.now().truncatedTo(ChronoUnit.MINUTES) + ", " + Machine.describe()
                + "; load average at the start " + Machine.load());
        Plan.Extent extent = plan.extent();
        head.add("each workload " + seconds(extent.firstWarmUp()) + " s at each peer to warm up, not pinned; then "
                + extent.rounds() + " rounds of " + seconds(extent.measured()) + " s after " + seconds(extent.warmUp())
                + " s; starts, loads and failures " + extent.clusterRounds() + " times; " + extent.entries()
                + " keys of 16 characters, values of 100 bytes; lists and sets of " + extent.elements()
                + " elements; pinned: " + plan.passesText());
        plan.peers().forEach(peer -> head.add("`" + peer.name() + "`: " + peer.describe()));
        return head;
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1e3;
    }
}
