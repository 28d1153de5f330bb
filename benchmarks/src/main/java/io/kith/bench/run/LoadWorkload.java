package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.worker.Metric;
import java.util.Locale;
import java.util.Map;

/**
 * One thread that puts all entries, 256 under way, and what memory the servers hold for them.
 *
 * @param entries how many
 */
record LoadWorkload(int entries) implements ClusterWorkload {
    static final String NAME = "load";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "load of %,d entries", entries);
    }

    @Override
    public String obstacle(Contestant peer) {
        return peer.copies() > 0 ? "" : "it keeps nothing";
    }

    @Override
    public Map<Metric, Double> run(LiveCluster live) {
        return live.load();
    }
}
