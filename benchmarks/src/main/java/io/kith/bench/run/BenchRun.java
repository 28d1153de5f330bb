package io.kith.bench.run;

import io.kith.bench.peer.Peer;
import io.kith.bench.process.Pin;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
        Results results = new Results();
        Plan plan = possible(results);
        List<String> head = head(plan);
        if (!plan.steady().isEmpty()) {
            for (Pin pin : plan.pins()) {
                new SteadyPass(plan, pin, results, err).run();
            }
        }
        if (!plan.clusterWorkloads().isEmpty()) {
            new ClusterPass(plan, results, err).run();
        }
        String text = Report.markdown(plan, results, head);
        out.print(text);
        out.flush();
        if (markdown != null) {
            Files.writeString(markdown, text);
        }
        if (json != null) {
            Files.writeString(json, JsonReport.of(plan, results, head));
        }
    }

    /** What of the plan can be done here; what cannot is noted, with the reason. */
    private Plan possible(Results results) {
        List<Peer> peers = new ArrayList<>();
        for (Peer peer : wanted.peers()) {
            note(results, peer.name(), peer.obstacle());
            if (peer.obstacle().isEmpty()) {
                peers.add(peer);
            }
        }
        List<Pin> pins = new ArrayList<>();
        for (Pin pin : wanted.pins()) {
            note(results, "rows with " + pin.text(), pin.obstacle());
            if (pin.obstacle().isEmpty()) {
                pins.add(pin);
            }
        }
        note(results, "starts, loads and failures", wanted.clusterWorkloads().isEmpty() ? "" : ClusterPass.obstacle());
        return wanted.with(peers, pins);
    }

    private void note(Results results, String what, String obstacle) {
        if (!obstacle.isEmpty()) {
            results.note(what + ": " + obstacle);
            err.println("left out: " + what + ": " + obstacle);
        }
    }

    private static List<String> head(Plan plan) {
        List<String> head = new ArrayList<>();
        head.add(Instant.now().truncatedTo(ChronoUnit.MINUTES) + ", " + Machine.describe()
                + "; load average at the start " + Machine.load());
        head.add(plan.rounds() + " rounds of " + plan.measured().toMillis() / 1e3 + " s each after "
                + plan.warmUp().toMillis() / 1e3 + " s of warm-up; " + plan.entries()
                + " keys of 16 characters, values of 100 bytes; lists and sets of " + plan.elements()
                + " elements; pinned: "
                + plan.pins().stream().map(Pin::option).collect(Collectors.joining(", ")));
        plan.peers().forEach(peer -> head.add("`" + peer.name() + "`: " + peer.describe()));
        return head;
    }
}
