package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.worker.Metric;
import java.util.Map;

/** One more node joins a loaded cluster of three. */
final class JoinWorkload implements ClusterWorkload {
    static final String NAME = "join";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "a fourth node joins";
    }

    @Override
    public String obstacle(Contestant peer) {
        return peer.rebalances() ? "" : "its nodes do not take their share by themselves";
    }

    @Override
    public Map<Metric, Double> run(LiveCluster live) {
        return live.untilBalanced(() -> live.cluster().grow());
    }
}
