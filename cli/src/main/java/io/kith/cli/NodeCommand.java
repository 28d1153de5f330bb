package io.kith.cli;

import io.kith.node.IntakeOptions;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kith node}. */
@Command(
        name = "node",
        description = {
            "Run a node, in the foreground.",
            "Without --seed it makes a new cluster; with seeds it joins theirs, asking until one admits it.",
            "With --seeds and --expect, the same for all nodes, they make one cluster; later ones join it.",
            "SIGTERM or Ctrl-C: it hands its partitions over and leaves. Once more: it stops at once."
        },
        footer = {
            "",
            "Examples:",
            "  kith node --listen 127.0.0.1:7400",
            "  kith node --listen 127.0.0.1:7401 --seed 127.0.0.1:7400",
            "  kith node --listen $ADDRESS --seeds 10.0.0.1:7400,10.0.0.2:7400,10.0.0.3:7400 --expect 3"
        })
final class NodeCommand implements Callable<Integer> {
    private static final String NEW_CLUSTER =
            "makes a new cluster '%s', as it has no seeds; to join one, give it --seed"
                    + " HOST:PORT, and to have one command for all nodes, that makes a cluster once and joins it later, --seeds"
                    + " A,B,C --expect 3";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Where to listen for nodes and clients; port 0 takes a free one.")
    private String listen = "";

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where others reach it, if not where it listens.")
    private @Nullable String advertise;

    @Option(
            names = {"--seed", "--seeds"},
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Any nodes of the cluster to join, this one among them if that is simpler; may be repeated."
                    + " dns:NAME:PORT: all addresses that the name has.")
    private List<String> seeds = new ArrayList<>();

    @Option(
            names = "--expect",
            paramLabel = "N",
            description =
                    "Make a cluster with the seeds once N nodes, this one among them, were started so and hear each"
                            + " other, unless there is one to join. The same for all, and more than half of all that are ever"
                            + " started.")
    private @Nullable Integer expect;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "kith",
            description = "The cluster's name (default: ${DEFAULT-VALUE}).")
    private String cluster = "kith";

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Copies of each partition, fixed when a cluster is made (default: 2).")
    private @Nullable Integer replicas;

    @Option(names = "--zone", paramLabel = "Z", description = "Its failure domain; copies go to different ones.")
    private @Nullable String zone;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description = "Its share of the data relative to others', 1 to 1000 (default: 100).")
    private @Nullable Integer weight;

    @Option(names = "--witness", description = "Vote, but hold no data.")
    private boolean witness;

    @Option(
            names = "--relaying",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "Reach others over a third node while a link is down (default: ${DEFAULT-VALUE}).")
    private boolean relaying = true;

    @Option(names = "--value-limit", paramLabel = "BYTES", description = "The largest value taken (default: 16777216).")
    private @Nullable Integer valueLimitBytes;

    @Option(
            names = "--memory-limit",
            paramLabel = "BYTES",
            description = "The data taken; writes that add more are refused (default: what the setting"
                    + " limits.memory.percent grants of the heap, 60 %%).")
    private @Nullable Long memoryLimitBytes;

    @Option(
            names = "--receive-limit",
            paramLabel = "BYTES",
            description =
                    "What requests of clients of more than 64 KiB may take while they arrive and are answered; others"
                            + " wait (default: a sixteenth of the heap).")
    private long receiveLimitBytes;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description =
                    "How many connections clients may have; nodes are let in all the same (default: by the limit on"
                            + " descriptors and the memory).")
    private int maxConnections;

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            description = "How many of them may come from one address (default: three quarters).")
    private int maxConnectionsPerAddress;

    @Option(
            names = "--drain-seconds",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long leaving may take before it stops all the same (default: ${DEFAULT-VALUE}).")
    private int drainSeconds;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogLevel logLevel = LogLevel.INFO;

    @Option(
            names = "--check",
            description = "Only check what is asked for, flags, environment and file together, and print it.")
    private boolean checkOnly;

    @Option(names = "--exit-with-parent", hidden = true)
    private boolean exitWithParent;

    @Override
    public Integer call() throws InterruptedException {
        Checks.range(spec, "--drain-seconds", drainSeconds, 0, 86_400);
        LogOutput.show(logLevel);
        if (exitWithParent) {
            ParentWatch.start();
        }
        NodeOptions options;
        try {
            options = options();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (checkOnly) {
            spec.commandLine().getOut().println("fine: " + options);
            return 0;
        }
        try (KithNode node = KithNode.start(options)) {
            if (seeds.isEmpty()) {
                spec.commandLine().getErr().println(NEW_CLUSTER.formatted(cluster));
            }
            return new NodeRun(
                            node,
                            cluster,
                            drainSeconds,
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr())
                    .untilStopped();
        }
    }

    private NodeOptions options() {
        NodeOptions options = NodeOptions.defaults()
                .listen(listen)
                .cluster(cluster)
                .witness(witness)
                .relaying(relaying)
                .intake(new IntakeOptions(receiveLimitBytes, maxConnections, maxConnectionsPerAddress));
        if (advertise != null) {
            options = options.advertise(advertise);
        }
        for (String seed : seeds) {
            options = options.seed(seed);
        }
        if (expect != null) {
            options = options.expect(expect);
        }
        if (replicas != null) {
            options = options.replicas(replicas);
        }
        if (zone != null) {
            options = options.zone(zone);
        }
        if (weight != null) {
            options = options.weight(weight);
        }
        if (valueLimitBytes != null) {
            options = options.valueLimitBytes(valueLimitBytes);
        }
        if (memoryLimitBytes != null) {
            options = options.memoryLimitBytes(memoryLimitBytes);
        }
        return options;
    }
}
