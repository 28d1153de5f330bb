package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Settings change all the time while nodes crash and others join: what do the nodes say the history was? */
final class SettingsUnderChurn implements AutoCloseable {
    private static final int NODES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String KEY = "app.counter";

    private final ProcessCluster cluster = ProcessCluster.named("settings-under-churn", 2);
    private final Kith kith;

    /**
     * What came of it.
     *
     * @param changes how many were acknowledged
     * @param crashes how many nodes were killed meanwhile, each followed by one that joined
     * @param configs how many configs were decided
     * @param histories the different histories that the nodes tell, with how many nodes tell each
     * @param values the values in the history of the first node, oldest first
     */
    record Outcome(int changes, int crashes, long configs, TreeMap<String, Integer> histories, List<String> values) {
        Outcome {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return changes + " changes and " + crashes + " crashes in " + configs + " configs; " + histories.size()
                    + (histories.size() == 1 ? " history" : " histories") + " of " + values.size()
                    + " changes, told by " + histories.values() + " nodes";
        }
    }

    /** A settled cluster. */
    SettingsUnderChurn() {
        this.kith = cluster.connectSettled(() -> cluster.start(NODES), LIMIT);
    }

    /** Makes so many changes and, spread over them, so many crashes, each of another node. */
    Outcome run(int changes, int crashes) {
        long before = ClusterAccess.of(kith).config().configId();
        AtomicInteger made = new AtomicInteger();
        Thread setter = new Thread(
                () -> {
                    for (int i = 1; i <= changes; i++) {
                        kith.config().set(KEY, Integer.toString(i));
                        made.set(i);
                    }
                },
                "settings-under-churn");
        setter.start();
        for (int crash = 1; crash <= crashes; crash++) {
            int due = changes * crash / (crashes + 1);
            Pause.until("change " + due + " is made", LIMIT, () -> made.get() >= due || !setter.isAlive());
            // The oldest, which is a voter.
            ClusterNode victim = cluster.serving().get(0);
            victim.kill();
            cluster.forget(victim);
            cluster.add().awaitServing(LIMIT);
            cluster.awaitConfig(kith, config -> !config.isMember(victim.id()), LIMIT);
            cluster.awaitSettled(kith, NODES, LIMIT);
        }
        Pause.until("all changes are made", LIMIT.multipliedBy(4), () -> !setter.isAlive());
        ClusterConfig end = ClusterAccess.of(kith).config();
        TreeMap<String, Integer> histories = new TreeMap<>();
        for (ClusterNode node : cluster.serving()) {
            histories.merge(history(node), 1, Integer::sum);
        }
        return new Outcome(made.get(), crashes, end.configId() - before, histories, values(histories.firstKey()));
    }

    /** What {@code kith config history} prints of {@code node}. */
    private static String history(ClusterNode node) {
        return Shell.run(NodeProgram.forShortRuns().asking("config", "history", "--json", "--seed", node.address()));
    }

    private static List<String> values(String history) {
        List<String> values = new ArrayList<>();
        for (String line : history.lines().toList()) {
            if (line.contains("\"" + KEY + "\"")) {
                values.add(line.replaceFirst(".*\"value\":\"([0-9]*)\".*", "$1"));
            }
        }
        return values;
    }

    @Override
    public void close() {
        kith.close();
        cluster.close();
    }
}
