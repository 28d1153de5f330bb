package io.kith.bench.run;

import io.kith.bench.peer.Peer;
import io.kith.bench.worker.Metric;
import java.time.Duration;
import java.util.Map;

/** One more node joins a loaded cluster of three. */
final class JoinWorkload implements ClusterWorkload {
    static final String NAME = "join";

    private static final Duration AFTER = Duration.ofSeconds(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "a fourth node joins";
    }

    @Override
    public String obstacle(Peer peer) {
        return peer.rebalances() ? "" : "its nodes do not take their share by themselves";
    }

    @Override
    public Map<Metric, Double> run(LiveCluster live) {
        long[] nanos = new long[1];
        Map<Metric, Double> figures = live.during(
                () -> {
                    long start = System.nanoTime();
                    live.cluster().grow();
                    live.awaitBalanced();
                    nanos[0] = System.nanoTime() - start;
                },
                AFTER);
        figures.put(Metric.BALANCE, nanos[0] / 1e9);
        return figures;
    }
}
