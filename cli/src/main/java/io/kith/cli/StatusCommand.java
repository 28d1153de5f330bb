package io.kith.cli;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.cli.map.LinkMap;
import io.kith.client.Kith;
import io.kith.client.KithTimeoutException;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.membership.LinkReport;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
            ClusterConfig config = waits
                    ? awaitSettled(kith, patience)
                    : ClusterAccess.of(kith).config();
            StatusReport report = report(kith, config);
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

    /** With what nodes say of themselves and their links; without if nobody tells in time. */
    private static StatusReport report(Kith kith, ClusterConfig config) {
        try {
            List<LinkReport> reports = ClusterAccess.of(kith).links(LINK_PATIENCE);
            Map<NodeId, LinkReport> byReporter = new TreeMap<>();
            reports.forEach(report -> byReporter.put(report.reporter(), report));
            return new StatusReport(config, new LinkMap(config, reports).warnings(), byReporter);
        } catch (KithTimeoutException e) {
            return new StatusReport(config, List.of(String.valueOf(e.getMessage())), Map.of());
        }
    }

    /** The first config that is settled, or the newest one if there is none in time. */
    private ClusterConfig awaitSettled(Kith kith, Duration patience) {
        try {
            return ClusterAccess.of(kith)
                    .awaitConfig(config -> ClusterHealth.of(config).isSettled(), patience);
        } catch (KithTimeoutException e) {
            return ClusterAccess.of(kith).config();
        }
    }
}
