package io.kith.cluster.processes;

import io.kith.client.Kith;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Three nodes under reads, one of which answers later from some moment on: who is read from then? */
final class SlowNode implements AutoCloseable {
    private static final int NODES = 3;
    private static final int THREADS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final double FEW = 0.05;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<DelayProxy> proxies = new ArrayList<>();
    private final ProcessCluster cluster = ProcessCluster.named("slow-node", 2);
    private final Kith kith;

    /**
     * What became of the reads.
     *
     * @param shareBefore the share of reads at the node that is slowed later, 0 to 1
     * @param shareAfter its share once few reads go there, heartbeats included
     * @param millisUntilFew how long after the slowing less than a twentieth of the reads of a quarter of a second went
     *     there; -1 if that never was so
     * @param before how long reads took before
     * @param after how long they take once few go there
     * @param errors what users would have seen
     */
    record Effect(
            double shareBefore,
            double shareAfter,
            double millisUntilFew,
            SteadyTraffic.Stretch before,
            SteadyTraffic.Stretch after,
            List<String> errors) {

        Effect {
            errors = List.copyOf(errors);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "share of reads at the node: %.1f %% before, %.1f %% after; less than a twentieth after %.0f ms%n"
                            + "  before: %s%n  after:  %s%n  errors: %s",
                    100 * shareBefore,
                    100 * shareAfter,
                    millisUntilFew,
                    before,
                    after,
                    errors);
        }
    }

    /** A settled cluster, each node behind a proxy. */
    SlowNode() {
        boolean started = false;
        try {
            for (int i = 0; i < NODES; i++) {
                int port = freePort();
                DelayProxy proxy = new DelayProxy(port, Duration.ZERO);
                proxies.add(proxy);
                cluster.add(NodeProgram.forShortRuns(), "127.0.0.1:" + port, List.of("--advertise", proxy.address()))
                        .awaitServing(LIMIT);
            }
            this.kith = cluster.connect(Duration.ofSeconds(30));
            cluster.awaitSettled(kith, NODES, LIMIT);
            started = true;
        } finally {
            if (!started) {
                closeAll();
            }
        }
    }

    /** Makes one node answer so much later, and watches for {@code span} before and after. */
    Effect slowOne(Duration later, Duration span) {
        try (SteadyTraffic traffic = new SteadyTraffic(kith, THREADS, 0)) {
            long warm = THREADS * 1_000L;
            Pause.until("reads flow", LIMIT, () -> traffic.done() > warm);
            traffic.next();
            double shareBefore = shareDuring(span);
            SteadyTraffic.Stretch before = traffic.next();
            proxies.get(1).delay(later.dividedBy(2));
            double millisUntilFew = millisUntilFew(span);
            traffic.next();
            double shareAfter = shareDuring(span);
            return new Effect(shareBefore, shareAfter, millisUntilFew, before, traffic.next(), traffic.errors());
        }
    }

    private double millisUntilFew(Duration limit) {
        long beganNanos = System.nanoTime();
        while (System.nanoTime() - beganNanos < limit.toNanos() + WINDOW.toNanos()) {
            double millis = (System.nanoTime() - beganNanos) / NANOS_PER_MILLI;
            if (shareDuring(WINDOW) < FEW) {
                return millis;
            }
        }
        return -1;
    }

    /** The node's share of what clients send in {@code span}; all their reads are of about the same length. */
    private double shareDuring(Duration span) {
        long[] before = sent();
        Pause.of(span);
        long[] after = sent();
        long total = 0;
        for (int i = 0; i < NODES; i++) {
            total += after[i] - before[i];
        }
        return total == 0 ? 0 : (double) (after[1] - before[1]) / total;
    }

    private long[] sent() {
        return proxies.stream().mapToLong(DelayProxy::clientBytes).toArray();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeAll() {
        cluster.close();
        proxies.forEach(DelayProxy::close);
    }

    @Override
    public void close() {
        kith.close();
        closeAll();
    }
}
