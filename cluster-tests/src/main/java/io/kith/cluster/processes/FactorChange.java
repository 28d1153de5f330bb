package io.kith.cluster.processes;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.config.SettingKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The replication factor goes up and down again while clients write and read. */
final class FactorChange implements AutoCloseable {
    private static final int NODES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int VALUE_LENGTH = 1_000;

    private final ProcessCluster cluster = ProcessCluster.named("factor-change", 2);
    private final Kith kith;

    /**
     * What came of it.
     *
     * @param upSeconds how long it took until all partitions had three replicas
     * @param downSeconds how long it took until all had two again
     * @param stepsUp how many different numbers of full partitions were seen on the way up, which is what
     *     {@code kith status} shows
     * @param status what {@code kith status} printed of the partitions on the way up
     * @param report what the load saw, all its checks included
     * @param missing how many of the entries that were there before are not any more, or are others
     */
    record Outcome(double upSeconds, double downSeconds, int stepsUp, String status, LoadReport report, int missing) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "2 -> 3 in %.1f s, in %d steps; 3 -> 2 in %.1f s; missing entries: %d%n  status meanwhile: %s%n  %s",
                    upSeconds,
                    stepsUp,
                    downSeconds,
                    missing,
                    status,
                    report);
        }
    }

    /** A settled cluster with two replicas. */
    FactorChange() {
        this.kith = cluster.connectSettled(() -> cluster.start(NODES), LIMIT);
    }

    /** Goes to three replicas and back to two, with so many entries of a kilobyte in a map and other load. */
    Outcome upAndDown(int entries) {
        RemoteHashMap<Integer, String> map = kith.hashMap("factor-change");
        Map<Integer, String> batch = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            batch.put(i, value(i));
        }
        map.putAll(batch);
        // One at a time, so that there is time to look at it.
        kith.config().set(SettingKeys.REBALANCE_COPIES.name(), "1");
        try (Load load = new Load(cluster, LoadOptions.ofTest()).start()) {
            Pause.until("the load flows", LIMIT, () -> load.succeeded() > 200);
            TreeSet<Integer> fullSeen = new TreeSet<>();
            Runnable end = ClusterAccess.of(kith)
                    .onConfigChange(
                            config -> fullSeen.add(ClusterHealth.of(config).full()));
            long beganNanos = System.nanoTime();
            kith.config().set(SettingKeys.REPLICATION_FACTOR.name(), "3");
            String status = status();
            kith.config().set(SettingKeys.REBALANCE_COPIES.name(), "3");
            awaitSettled(config -> config.replicationFactor() == 3);
            double upSeconds = (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
            end.run();
            long soFar = load.succeeded();
            Pause.until("the load flows on", LIMIT, () -> load.succeeded() > soFar + 200);
            beganNanos = System.nanoTime();
            kith.config().set(SettingKeys.REPLICATION_FACTOR.name(), "2");
            awaitSettled(config -> config.replicationFactor() == 2);
            double downSeconds = (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
            LoadReport report = load.stop();
            int missing = 0;
            for (int i = 0; i < entries; i++) {
                missing += value(i).equals(map.get(i)) ? 0 : 1;
            }
            return new Outcome(upSeconds, downSeconds, fullSeen.size(), status, report, missing);
        }
    }

    private static String value(int number) {
        String text = number + " ";
        return text.repeat(VALUE_LENGTH / text.length());
    }

    /** The line that {@code kith status} prints of the partitions. */
    private String status() {
        return Shell.run(NodeProgram.forShortRuns()
                        .asking("status", "--seed", cluster.nodes().get(0).address()))
                .lines()
                .filter(line -> line.startsWith("partitions"))
                .findFirst()
                .orElse("nothing");
    }

    private void awaitSettled(Predicate<ClusterConfig> wanted) {
        cluster.awaitConfig(
                kith, config -> wanted.test(config) && ClusterHealth.of(config).isSettled(), LIMIT);
    }

    @Override
    public void close() {
        kith.close();
        cluster.close();
    }
}
