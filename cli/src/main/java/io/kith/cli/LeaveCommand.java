package io.kith.cli;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.cli.cluster.MemberLookup;
import io.kith.cli.cluster.MemberShare;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith leave}. */
@Command(
        name = "leave",
        description = {
            "Let a node leave: its partitions move to the others, then it goes.",
            "SIGTERM to the node's process does the same."
        },
        footer = {"", "Example: kith leave --node 3f2a --seed 127.0.0.1:7400"})
final class LeaveCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--node",
            paramLabel = "ID",
            required = true,
            description = "The node's id, or as much of its beginning as no other member's id has.")
    private String node = "";

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until it is gone (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Override
    public Integer call() throws InterruptedException {
        Checks.range(spec, "--patience", patienceSeconds, 1, 86_400);
        try (Kith kith = cluster.connect()) {
            NodeId id = MemberLookup.byPrefix(ClusterAccess.of(kith).config(), node);
            if (ClusterAccess.of(kith).config().members().size() == 1) {
                throw new CommandFailure("node " + id.shortName()
                        + " is the last member: nobody can take over its data. Stop its process to give that up");
            }
            Patience patience = Patience.ofSeconds(patienceSeconds);
            drain(kith, id, patience);
            if (ClusterAccess.of(kith).config().isMember(id)) {
                throw new CommandFailure("node " + id.shortName() + " is still there after " + patienceSeconds
                        + " s; it goes on leaving, see: kith status");
            }
            spec.commandLine()
                    .getOut()
                    .println("node " + id.shortName() + " has left, config_id "
                            + ClusterAccess.of(kith).config().configId());
            return 0;
        }
    }

    private void drain(Kith kith, NodeId id, Patience patience) throws InterruptedException {
        ClusterAccess.of(kith).propose(new Change.Leave(id, id));
        PrintWriter err = spec.commandLine().getErr();
        int atFirst = held(ClusterAccess.of(kith).config(), id);
        try (Progress progress = Progress.towards("partitions", atFirst, err)) {
            while (ClusterAccess.of(kith).config().isMember(id) && patience.hasMore()) {
                int left = held(ClusterAccess.of(kith).config(), id);
                progress.to(Math.max(0, atFirst - left), left + " left");
                patience.pause();
            }
            progress.to(atFirst, "gone");
        }
    }

    private static int held(ClusterConfig config, NodeId id) {
        return ClusterHealth.of(config).members().stream()
                .filter(share -> share.member().id().equals(id))
                .mapToInt(MemberShare::held)
                .findFirst()
                .orElse(0);
    }
}
