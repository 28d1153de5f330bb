package io.kith.cluster.processes;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.view.SettingChange;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.node.KithNode;
import io.kith.node.NodeListener;
import io.kith.node.NodeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from asking for a change of a setting until everybody knows it: five nodes, one of them in this
 * process, which tells of itself; a client for each node that knows no other node and has nothing to do; and a client
 * that always has something to do.
 */
final class SettingsSpread implements AutoCloseable {
    private static final int PROCESSES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long MAX_MICROS = 60_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final String KEY = "app.spread";
    private static final double MICROS_PER_MILLI = 1_000;

    private final ProcessCluster cluster = ProcessCluster.named("settings-spread", 2);
    private final List<Kith> clients = new ArrayList<>();
    private final Kith setter;
    private final KithNode node;
    private volatile Asked change = new Asked("", 0, new CountDownLatch(0));

    private record Asked(String value, long askedNanos, CountDownLatch unseen) {}

    /** Everybody of one kind. */
    private static final class Watcher {
        final Histogram micros = new Histogram(MAX_MICROS, 2);

        synchronized void saw(Asked change) {
            long nanos = System.nanoTime() - change.askedNanos;
            micros.recordValue(Math.min(MAX_MICROS, Math.max(0, nanos / NANOS_PER_MICRO)));
            change.unseen.countDown();
        }
    }

    /**
     * How long it took to be known, from the moment at which the change was asked for.
     *
     * @param acknowledged until the asker had his answer
     * @param node until a node knew it
     * @param idle until a client knew it that had nothing to do
     * @param busy until a client knew it that always had something to do
     */
    record Spread(Histogram acknowledged, Histogram node, Histogram idle, Histogram busy) {
        @Override
        public String toString() {
            return line("acknowledged to the asker", acknowledged)
                    + line("known to a node", node)
                    + line("known to idle clients", idle)
                    + line("known to a busy client", busy);
        }

        private static String line(String what, Histogram micros) {
            return String.format(
                    Locale.ROOT,
                    "  %-28s p50 %6.2f ms  p99 %6.2f ms  longest %6.2f ms  (%,d times)%n",
                    what,
                    micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                    micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                    micros.getMaxValue() / MICROS_PER_MILLI,
                    micros.getTotalCount());
        }
    }

    /** A settled cluster, and the clients. */
    SettingsSpread() {
        boolean started = false;
        KithNode own = null;
        try {
            cluster.start(PROCESSES);
            own = KithNode.start(NodeOptions.defaults()
                            .listen("127.0.0.1:0")
                            .cluster(cluster.name())
                            .seed(cluster.nodes().get(0).address()))
                    .awaitServing(LIMIT);
            this.node = own;
            this.setter = cluster.connect(Duration.ofMinutes(1));
            clients.add(setter);
            cluster.awaitSettled(setter, PROCESSES + 1, LIMIT);
            started = true;
        } finally {
            if (!started) {
                close(own);
            }
        }
    }

    /** Makes so many changes, each when the one before is known everywhere. */
    Spread spread(int changes) throws InterruptedException {
        Watcher byNode = new Watcher();
        node.addListener(new NodeListener() {
            @Override
            public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> decided) {
                Asked current = change;
                if (current.value.equals(next.settings().get(KEY))
                        && (previous == null
                                || !current.value.equals(previous.settings().get(KEY)))) {
                    byNode.saw(current);
                }
            }
        });
        Watcher idle = new Watcher();
        for (ClusterNode process : cluster.nodes()) {
            watch(connect(process.address()), idle);
        }
        Watcher busy = new Watcher();
        Kith busyClient = connect(cluster.nodes().get(0).address());
        watch(busyClient, busy);
        Histogram acknowledged = new Histogram(MAX_MICROS, 2);
        try (SteadyTraffic traffic = new SteadyTraffic(busyClient, 1, 0.5)) {
            Pause.until("traffic flows", LIMIT, () -> traffic.done() > 500);
            for (int i = 1; i <= changes; i++) {
                change = new Asked("value-" + i, System.nanoTime(), new CountDownLatch(2 + PROCESSES));
                setter.config().set(KEY, change.value);
                acknowledged.recordValue(
                        Math.min(MAX_MICROS, (System.nanoTime() - change.askedNanos) / NANOS_PER_MICRO));
                if (!change.unseen.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(change.unseen.getCount() + " never heard of change " + i);
                }
            }
        }
        return new Spread(acknowledged, byNode.micros, idle.micros, busy.micros);
    }

    private Kith connect(String address) {
        Kith kith = Kith.connect(ClientOptions.defaults()
                .cluster(cluster.name())
                .connectTimeout(LIMIT)
                .address(address));
        clients.add(kith);
        return kith;
    }

    private void watch(Kith kith, Watcher watcher) {
        kith.config().watch(KEY, (SettingChange revision) -> watcher.saw(change));
    }

    private void close(@Nullable KithNode own) {
        clients.forEach(Kith::close);
        if (own != null) {
            own.close();
        }
        cluster.close();
    }

    @Override
    public void close() {
        close(node);
    }
}
