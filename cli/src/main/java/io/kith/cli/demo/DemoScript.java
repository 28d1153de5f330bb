package io.kith.cli.demo;

import io.kith.client.RemoteHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What happens in the demo, one thing after the other, once its nodes serve and its client is connected. */
final class DemoScript {
    private final DemoSettings settings;
    private final StatusLine screen;
    private final DemoCluster cluster;
    private final WordBlocks blocks;
    private final RemoteHashMap<String, Long> counts;
    private final WordCounters counters;
    private final StallWriter writer;
    private final ClusterWatch watch;
    private final StallMeter meter;

    DemoScript(
            DemoSettings settings,
            StatusLine screen,
            DemoCluster cluster,
            WordBlocks blocks,
            RemoteHashMap<String, Long> counts,
            WordCounters counters,
            StallWriter writer,
            ClusterWatch watch,
            StallMeter meter) {
        this.settings = settings;
        this.screen = screen;
        this.cluster = cluster;
        this.blocks = blocks;
        this.counts = counts;
        this.counters = counters;
        this.writer = writer;
        this.watch = watch;
        this.meter = meter;
    }

    /**
     * Plays it.
     *
     * @param fourth the address for the node that joins
     * @param formedAfterMillis how long the first nodes took to form a cluster
     */
    DemoReport play(String fourth, long formedAfterMillis) throws InterruptedException {
        List<NodeProcess> nodes = cluster.nodes();
        long servingAfterMillis =
                nodes.stream().mapToLong(NodeProcess::servingAfterMillis).max().orElse(0);
        awaitSettled();

        screen.news("counting");
        long countingSince = System.nanoTime();
        counters.start();
        writer.start();
        quiet();
        join(fourth, nodes.get(1).address());
        quiet();
        kill(nodes.get(0));
        quiet();
        leave(nodes.get(1));
        quiet();
        awaitOnePass();
        Deadline deadline = patience();
        counters.stop(deadline);
        double seconds = (System.nanoTime() - countingSince) / 1e9;
        writer.stop(deadline);
        checkHealth();

        screen.news("comparing with a java.util.HashMap");
        Map<String, Long> expected = blocks.count(counters.blocksTaken());
        return new DemoReport(
                settings.files().size(),
                counters.passes(),
                counters.merged(),
                expected.size(),
                seconds,
                settings.threads(),
                formedAfterMillis,
                servingAfterMillis,
                watch.firstConfigId(),
                watch.config().configId(),
                meter.longestMillis(DemoPhase.JOIN),
                meter.longestMillis(DemoPhase.KILL),
                meter.longestMillis(DemoPhase.LEAVE),
                meter.longestMillis(DemoPhase.STEADY),
                differences(expected));
    }

    private void join(String address, String seed) throws InterruptedException {
        begin(DemoPhase.JOIN, "a fourth node joins at " + address + ", by way of " + seed);
        cluster.startNode(address, List.of(seed));
        await("the fourth node to become a member", () -> watch.hasMemberAt(address));
        awaitSettled();
    }

    private void kill(NodeProcess node) throws InterruptedException {
        begin(
                DemoPhase.KILL,
                "kill -9 " + node.pid() + ": " + node.address() + ", the node that the client connected to");
        cluster.expectToEnd(node);
        node.kill();
        await("the killed node to be removed", () -> !watch.hasMemberAt(node.address()));
        awaitSettled();
    }

    private void leave(NodeProcess node) throws InterruptedException {
        begin(DemoPhase.LEAVE, "SIGTERM to " + node.pid() + ": " + node.address() + " drains and leaves");
        cluster.expectToEnd(node);
        node.terminate();
        await("the leaving node to be gone", () -> !watch.hasMemberAt(node.address()) && !node.isAlive());
        awaitSettled();
    }

    private void begin(DemoPhase phase, String what) {
        screen.news(what);
        meter.enter(phase);
    }

    /** Lets things be for a while, with nothing going on but the counting. */
    private void quiet() throws InterruptedException {
        meter.enter(DemoPhase.STEADY);
        Deadline end = Deadline.in(settings.quiet());
        await("some quiet", end::isOver);
    }

    private void awaitSettled() throws InterruptedException {
        await(
                "every partition to be full and in its place",
                () -> watch.health().isSettled());
        screen.news("config " + watch.config().configId() + ": all "
                + watch.health().total() + " partitions are full and in their places");
    }

    /** Large texts may take long; waiting is given up only when counting stands still. */
    private void awaitOnePass() throws InterruptedException {
        while (counters.blocksTaken() < blocks.blocksPerPass()) {
            long merged = counters.merged();
            await("counting to go on", () -> counters.merged() > merged);
        }
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        patience().await(what, () -> {
            checkHealth();
            return condition.getAsBoolean();
        });
    }

    private Deadline patience() {
        return Deadline.in(settings.patience());
    }

    /** Fails at once if something else has failed, rather than when waiting for its consequences runs out of time. */
    private void checkHealth() {
        cluster.checkAlive();
        fail("counting a word failed: ", counters.failure());
        fail("one of the writes once a millisecond failed: ", writer.failure());
    }

    private static void fail(String what, @Nullable Throwable cause) {
        if (cause != null) {
            throw new DemoException(what + cause, cause);
        }
    }

    private List<String> differences(Map<String, Long> expected) {
        Map<String, Long> found = new HashMap<>();
        counts.forEach(found::put);
        List<String> differences = new ArrayList<>(Comparison.differences(expected, found));
        if (counts.size() != expected.size()) {
            differences.add("size(): expected " + expected.size() + ", found " + counts.size());
        }
        differences.addAll(writer.differences());
        return differences;
    }
}
