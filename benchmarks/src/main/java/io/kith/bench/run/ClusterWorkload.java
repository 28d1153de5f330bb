package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.worker.Metric;
import java.util.Map;

/** Something that is done with a cluster as a whole. */
interface ClusterWorkload {
    /** As the command line calls it. */
    String name();

    /** What it is, for the tables. */
    String title();

    /** Why that peer has no such row; empty if it has. */
    String obstacle(Contestant peer);

    /** Does it, with a cluster that has been loaded. */
    Map<Metric, Double> run(LiveCluster live);
}
