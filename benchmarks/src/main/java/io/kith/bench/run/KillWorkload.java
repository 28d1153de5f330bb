package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Metric;
import java.time.Duration;
import java.util.Map;

/** A node of a loaded cluster is killed with SIGKILL. */
final class KillWorkload implements ClusterWorkload {
    static final String NAME = "kill";

    // Longer than any of the peers takes to notice; operations that still wait then are waited for.
    private static final Duration AFTER = Duration.ofSeconds(12);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "kill -9 of a node";
    }

    @Override
    public String obstacle(Contestant peer) {
        return peer.survives() ? "" : "nobody takes over what a killed server held";
    }

    @Override
    public Map<Metric, Double> run(LiveCluster live) {
        // The second: a primary of its share in every grid, and not the one that clients were told of first.
        ServerProcess victim = live.cluster().nodes().get(1);
        return live.during(victim::close, AFTER);
    }
}
