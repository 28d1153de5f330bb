package io.kith.node.cli;

import io.kith.client.Kith;
import io.kith.client.KithTimeoutException;
import io.kith.config.ClusterConfig;
import io.kith.node.cli.cluster.ClusterHealth;
import io.kith.node.cli.map.LinkMap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith status}. */
@Command(
        name = "status",
        description = "Show a cluster's members, config_id, voters, and how its partitions are.",
        footer = {"", "Example: kith status --seed 127.0.0.1:7400"})
final class StatusCommand implements Callable<Integer> {
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = "--wait-full",
            paramLabel = "SECONDS",
            description =
                    "Wait until every partition has all its replicas where the ring wants them; fail if that takes"
                            + " longer.")
    private double waitSeconds;

    @Override
    public Integer call() {
        Checks.range(spec, "--wait-full", (long) Math.ceil(waitSeconds), 0, 86_400);
        Duration patience = Duration.ofMillis((long) (waitSeconds * 1_000));
        boolean waits = patience.toMillis() > 0;
        try (Kith kith = waits ? cluster.connectWithin(patience) : cluster.connect()) {
            ClusterConfig config = waits ? awaitSettled(kith, patience) : kith.clusterView();
            StatusReport report = new StatusReport(config, warnings(kith, config));
            spec.commandLine().getOut().println(json ? JsonOutput.pretty(report.toJson()) : report.toText());
            if (waits && !ClusterHealth.of(config).isSettled()) {
                throw new CommandFailure(String.format(
                        Locale.ROOT,
                        "after %.1f s the partitions are still not all full and in their places",
                        waitSeconds));
            }
            return 0;
        }
    }

    /** What is wrong with the links; nothing if nobody tells in time, as this is not what was asked for. */
    private static List<String> warnings(Kith kith, ClusterConfig config) {
        try {
            return new LinkMap(config, kith.links(LINK_PATIENCE)).warnings();
        } catch (KithTimeoutException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** The first config that is settled, or the newest one if there is none in time. */
    private ClusterConfig awaitSettled(Kith kith, Duration patience) {
        try {
            return kith.awaitConfig(config -> ClusterHealth.of(config).isSettled(), patience);
        } catch (KithTimeoutException e) {
            return kith.clusterView();
        }
    }
}
