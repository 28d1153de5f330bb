package io.kith.cli.demo;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The main job: counts words in a cluster of real processes while one node joins, one is killed and one leaves. */
public final class DemoRun {
    private static final String CLUSTER = "demo";
    private static final int NODES = 3;

    private DemoRun() {}

    /**
     * Runs the demo. Whatever it started is gone when it returns.
     *
     * @param settings what to do
     * @param progress where progress is told
     * @param terminal whether {@code progress} is a terminal
     * @throws DemoException if it cannot be brought to its end
     * @throws IOException if a text cannot be read
     */
    public static DemoReport run(DemoSettings settings, PrintWriter progress, boolean terminal)
            throws IOException, InterruptedException {
        WordBlocks blocks = WordBlocks.read(settings.files());
        StatusLine screen = new StatusLine(progress, terminal);
        try (DemoCluster cluster = new DemoCluster(settings.mainClass(), CLUSTER, screen)) {
            try {
                return run(settings, blocks, screen, cluster);
            } catch (RuntimeException e) {
                if (cluster.isEnding()) {
                    // Nodes that are ended on purpose make calls fail; that is no news.
                    throw new DemoException("stopped");
                }
                throw e;
            }
        } finally {
            screen.end();
        }
    }

    private static DemoReport run(DemoSettings settings, WordBlocks blocks, StatusLine screen, DemoCluster cluster)
            throws InterruptedException {
        screen.news(String.format(
                Locale.ROOT,
                "%,d words in %,d files; starting %d nodes",
                blocks.wordCount(),
                settings.files().size(),
                NODES));
        long startedAt = System.nanoTime();
        List<String> addresses = DemoCluster.freeAddresses(NODES + 1);
        String first = addresses.get(0);
        cluster.startNode(first, List.of());
        for (String address : addresses.subList(1, NODES)) {
            cluster.startNode(address, List.of(first));
        }
        cluster.awaitServing(Deadline.in(settings.patience()));
        // A node serves once it is a member, so now they all are.
        long formedAfterMillis = (System.nanoTime() - startedAt) / 1_000_000;
        screen.news(NODES + " nodes form a cluster, " + formedAfterMillis + " ms after they were started");
        // The client is told of one node only: the one that will be killed.
        ClientOptions options = ClientOptions.defaults()
                .address(first)
                .cluster(CLUSTER)
                .connectTimeout(settings.patience())
                .deadline(settings.patience());
        try (Kith kith = Kith.connect(options)) {
            StallMeter meter = new StallMeter();
            WordCounters counters = new WordCounters(kith.hashMap("words"), blocks, settings.threads());
            StallWriter writer = new StallWriter(kith.hashMap("ticks"), meter);
            ClusterWatch watch = new ClusterWatch(
                    ClusterAccess.of(kith)::config,
                    screen,
                    () -> counters.progress() + ", " + meter.phase().doing());
            try (counters;
                    writer;
                    watch) {
                watch.start();
                DemoScript script = new DemoScript(
                        settings, screen, cluster, blocks, kith.hashMap("words"), counters, writer, watch, meter);
                return script.play(addresses.get(NODES), formedAfterMillis);
            }
        }
    }
}
