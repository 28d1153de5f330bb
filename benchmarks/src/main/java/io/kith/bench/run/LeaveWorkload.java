package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A node is asked to leave a loaded cluster of four, hands its data over, and ends. */
final class LeaveWorkload implements ClusterWorkload {
    static final String NAME = "leave";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "one of four nodes leaves as planned";
    }

    @Override
    public String obstacle(Contestant peer) {
        return peer.rebalances() ? "" : "its nodes do not hand over their share by themselves";
    }

    @Override
    public Map<Metric, Double> run(LiveCluster live) {
        List<ServerProcess> nodes = live.cluster().nodes();
        ServerProcess leaver = nodes.get(nodes.size() - 1);
        return live.untilBalanced(() -> {
            leaver.ask();
            leaver.awaitEnd(LIMIT);
        });
    }
}
