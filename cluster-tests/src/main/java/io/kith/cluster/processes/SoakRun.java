package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** One fault after the other on a cluster under load, each followed by the cluster's recovery. */
final class SoakRun {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);

    private final ProcessCluster cluster;
    private final Load load;
    private final int size;
    private final SplittableRandom random;
    private final PrintWriter out;
    private final StallTable stalls = new StallTable();
    private final long startedNanos = System.nanoTime();

    SoakRun(ProcessCluster cluster, Load load, int size, long seed, PrintWriter out) {
        this.cluster = cluster;
        this.load = load;
        this.size = size;
        this.random = new SplittableRandom(seed);
        this.out = out;
    }

    /** Goes on for {@code span}, or until something is wrong. */
    void run(Duration span) {
        settled();
        while (System.nanoTime() - startedNanos < span.toNanos() && !load.hasViolation()) {
            measure(FaultKind.NONE, "nothing for a while", () -> Pause.of(Duration.ofSeconds(1)));
            switch (random.nextInt(3)) {
                case 0 -> crash();
                case 1 -> freeze();
                default -> leave();
            }
            if (cluster.serving().size() < size) {
                join();
            }
        }
    }

    StallTable stalls() {
        return stalls;
    }

    private void crash() {
        ClusterNode victim = anyNode();
        measure(FaultKind.CRASH, "kill -9 of " + name(victim), () -> {
            victim.kill();
            cluster.forget(victim);
            settledWithout(victim.id());
        });
    }

    private void freeze() {
        ClusterNode victim = anyNode();
        long millis = random.nextLong(1_500, 6_000);
        measure(FaultKind.FREEZE, "SIGSTOP of " + name(victim) + " for " + millis + " ms", () -> {
            victim.freeze();
            Pause.of(Duration.ofMillis(millis));
            victim.thaw();
            // It may have been removed: then it is admitted again under its id.
            settled();
        });
    }

    private void leave() {
        ClusterNode victim = anyNode();
        measure(FaultKind.LEAVE, "SIGTERM to " + name(victim), () -> {
            victim.leave();
            victim.awaitEnd(SETTLE_LIMIT);
            cluster.forget(victim);
            settledWithout(victim.id());
        });
    }

    private void join() {
        measure(FaultKind.JOIN, "a node joins", () -> {
            cluster.add().awaitServing(SETTLE_LIMIT);
            settled();
        });
    }

    private void measure(FaultKind kind, String what, Runnable fault) {
        long fromNanos = System.nanoTime();
        fault.run();
        long toNanos = System.nanoTime();
        // An operation that waits since then has not been counted yet: let each client end one more.
        Pause.of(Duration.ofMillis(300));
        long micros = load.stalls().longestMicros(fromNanos, toNanos);
        stalls.add(kind, micros);
        if (kind != FaultKind.NONE) {
            out.printf(
                    Locale.ROOT,
                    "%7.1f s  %s: %.1f s until all was full again, longest wait %.1f ms, %d operations so far%n",
                    (toNanos - startedNanos) / 1e9,
                    what,
                    (toNanos - fromNanos) / 1e9,
                    micros / 1e3,
                    load.succeeded());
            out.flush();
        }
        load.stalls().forgetBefore(toNanos);
    }

    private void settled() {
        Kith kith = load.client();
        cluster.awaitSettled(kith, cluster.serving().size(), SETTLE_LIMIT);
    }

    private void settledWithout(NodeId gone) {
        Kith kith = load.client();
        cluster.awaitConfig(kith, config -> !config.isMember(gone), SETTLE_LIMIT);
        settled();
    }

    private ClusterNode anyNode() {
        List<ClusterNode> nodes = cluster.serving();
        return nodes.get(random.nextInt(nodes.size()));
    }

    private String name(ClusterNode node) {
        ClusterConfig config = ClusterAccess.of(load.client()).config();
        long primaries = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            primaries += config.partition(p).primary().equals(node.id()) ? 1 : 0;
        }
        return node.id().shortName() + " (primary of " + primaries + " partitions)";
    }
}
