package io.kith.cli;

import io.kith.cli.cluster.ClusterProbe;
import io.kith.cli.cluster.MemberLookup;
import io.kith.cli.cluster.RecoveryPlan;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigTransition;
import io.kith.config.Member;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith recover}. */
@Command(
        name = "recover",
        description = {
            "Get a cluster going again whose nodes are gone for good: most voters, or all replicas of some partitions.",
            "Says first what is the matter and what would be lost, and asks. Nodes that can come back should: this is"
                    + " the last resort. Refused while they may still live: before they have been silent for ten minutes,"
                    + " or you say of each that it is gone for good (--lost)."
        },
        footer = {"", "Example: kith recover --seed 127.0.0.1:7400"})
final class RecoverCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CONSENT = "yes";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "HOST:PORT",
            required = true,
            description = "A node of the cluster that still runs; may be repeated. All members it knows are asked.")
    private List<NodeAddress> seeds = new ArrayList<>();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Refuse to talk to another cluster than this one.")
    private String cluster = "";

    @Option(
            names = ClusterOptions.CONNECT_TIMEOUT,
            paramLabel = "MILLIS",
            defaultValue = "3000",
            description = "How long each node may take to answer (default: ${DEFAULT-VALUE}).")
    private int connectTimeoutMillis;

    @Option(
            names = "--lost",
            paramLabel = "ID",
            description = "A node that is gone for good, by its id or as much of its beginning as no other has; may be"
                    + " repeated. What only such nodes hold is given up at once.")
    private List<String> lost = new ArrayList<>();

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checks.range(spec, ClusterOptions.CONNECT_TIMEOUT, connectTimeoutMillis, 1, 3_600_000);
        LogOutput.show(LogLevel.ERROR);
        PrintWriter out = spec.commandLine().getOut();
        try (ClusterProbe probe = new ClusterProbe(cluster, Duration.ofMillis(connectTimeoutMillis))) {
            probe.ask(seeds);
            ClusterConfig newest = probe.newest();
            if (newest == null) {
                throw new CommandFailure("no member of a cluster answers: " + probe.problems());
            }
            RecoveryPlan plan = RecoveryPlan.of(newest, probe::answers);
            if (!plan.isNeeded()) {
                out.println("nothing to recover: most voters answer, and no partition has lost all its replicas");
                for (Member member : plan.awaited()) {
                    out.println("partitions wait for " + member.id().shortName() + " at " + member.address()
                            + ", which does not answer: if it cannot be brought back, run this again in a minute");
                }
                return 0;
            }
            List<NodeId> gone = lost.stream()
                    .map(id -> MemberLookup.ofAnyByPrefix(newest, id))
                    .toList();
            out.println(plan.toText());
            out.flush();
            if (!yes && !agrees(out)) {
                throw new CommandFailure("nothing was done; answer 'yes', or give --yes, to go on");
            }
            if (plan.mustForce()) {
                String refusal = probe.force(plan.survivorIds(), gone);
                if (refusal != null) {
                    throw new CommandFailure("no new generation was made: " + refusal);
                }
            }
            finish(plan, probe, gone, out);
            return 0;
        }
    }

    private static boolean agrees(PrintWriter out) throws IOException {
        out.print("Type 'yes' to go on: ");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        @Nullable String answer = in.readLine();
        return answer != null && answer.strip().equals(CONSENT);
    }

    /** Waits for the new generation, and lets the partitions start empty that have nobody left. */
    private void finish(RecoveryPlan plan, ClusterProbe probe, List<NodeId> gone, PrintWriter out)
            throws InterruptedException {
        ClientOptions options = ClientOptions.defaults()
                .connectTimeout(Duration.ofMillis(connectTimeoutMillis))
                .deadline(LIMIT);
        for (var member : plan.survivors()) {
            options = options.address(member.address().toString());
        }
        long generation = plan.config().generation() + (plan.mustForce() ? 1 : 0);
        try (Kith kith = Kith.connect(options)) {
            ClusterConfig config = ClusterAccess.of(kith).awaitConfig(next -> next.generation() >= generation, LIMIT);
            List<Change> losses = losses(config);
            String refusal = probe.accept(losses, gone, LIMIT);
            if (refusal != null) {
                throw new CommandFailure("not all lost partitions were started empty: " + refusal);
            }
            config = ClusterAccess.of(kith)
                    .awaitConfig(
                            next -> losses.stream().allMatch(loss -> ConfigTransition.satisfied(next, loss)), LIMIT);
            out.println("recovered: config_id " + config.configId() + ", generation " + config.generation() + ", "
                    + config.members().size() + " members, " + losses.size() + " of " + config.partitionCount()
                    + " partitions started empty");
            out.flush();
        }
    }

    /** A change for each partition none of whose replicas is a member. */
    private static List<Change> losses(ClusterConfig config) {
        List<Change> losses = new ArrayList<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            PartitionReplicas partition = config.partition(p);
            if (partition.replicas().stream().noneMatch(config::isMember)) {
                List<NodeId> target = config.target(p);
                if (target.isEmpty()) {
                    throw new CommandFailure("no member takes data: start a node that does, then recover again");
                }
                // The node that is asked puts itself in the author's place.
                losses.add(new Change.AcceptLoss(target.get(0), p, partition.term(), target.get(0)));
            }
        }
        return losses;
    }
}
