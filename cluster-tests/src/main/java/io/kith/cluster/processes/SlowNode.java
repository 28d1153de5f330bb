package io.kith.cluster.processes;

import io.kith.client.Kith;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Three nodes under reads, one of which answers later from some moment on: who is read from then? */
final class SlowNode implements AutoCloseable {
    private static final int NODES = 3;
    private static final int THREADS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final int READS_OF_A_WINDOW = 500;
    private static final double FEW = 0.2;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double USUAL_READS = 20;
    private static final double MOST_MILLIS = 400;

    private final List<DelayProxy> proxies = new ArrayList<>();
    private final ProcessCluster cluster = ProcessCluster.named("slow-node", 2);
    private final Kith kith;

    /**
     * What became of the reads.
     *
     * @param shareBefore the share of reads at the node that is slowed later, which is the most read, 0 to 1
     * @param shareAfter its share once few reads go there, heartbeats included
     * @param millisUntilFew how long after the slowing its share of some hundred reads was less than a fifth of what it had
     *     been; -1 if that never was so
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
                    "share of reads at the node: %.1f %% before, %.1f %% after; a fifth of it after %.0f ms%n"
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
            this.kith = cluster.connect(Duration.ofMinutes(1));
            cluster.awaitSettled(kith, NODES, LIMIT);
            started = true;
        } finally {
            if (!started) {
                closeAll();
            }
        }
    }

    /**
     * Makes the node that is read most answer so much later, and watches for {@code span} before and after. Which one
     * that is differs from run to run: the lightest links win, and on loopback they differ by chance.
     */
    Effect slowMostRead(Duration later, Duration span) {
        try (SteadyTraffic traffic = new SteadyTraffic(kith, THREADS, 0)) {
            long warm = THREADS * 1_000L;
            Pause.until("reads flow", LIMIT, () -> traffic.done() > warm);
            traffic.next();
            double[] shares = sharesDuring(span, traffic);
            int node = indexOfLargest(shares);
            SteadyTraffic.Stretch before = traffic.next();
            proxies.get(node).delay(delayThatShows(later, before).dividedBy(2));
            double millisUntilFew = millisUntilFew(node, FEW * shares[node], traffic);
            traffic.next();
            double shareAfter = sharesDuring(span, traffic)[node];
            return new Effect(shares[node], shareAfter, millisUntilFew, before, traffic.next(), traffic.errors());
        }
    }

    /** Where reads take long already, as on a busy machine, it takes more to answer later than others. */
    private static Duration delayThatShows(Duration later, SteadyTraffic.Stretch before) {
        Duration several = Duration.ofMillis((long) Math.min(MOST_MILLIS, USUAL_READS * before.p50Millis()));
        return several.compareTo(later) > 0 ? several : later;
    }

    private double millisUntilFew(int node, double few, SteadyTraffic traffic) {
        long beganNanos = System.nanoTime();
        while (System.nanoTime() - beganNanos < LIMIT.toNanos()) {
            double millis = (System.nanoTime() - beganNanos) / NANOS_PER_MILLI;
            if (sharesDuring(WINDOW, traffic)[node] < few) {
                return millis;
            }
        }
        return -1;
    }

    /**
     * Each node's share of what clients send in {@code span}, or longer if it takes longer until some hundred reads are
     * done; all are of about the same length.
     */
    private double[] sharesDuring(Duration span, SteadyTraffic traffic) {
        long enough = traffic.done() + READS_OF_A_WINDOW;
        long[] before = sent();
        Pause.of(span);
        Pause.until("reads flow", LIMIT, () -> traffic.done() >= enough);
        long[] after = sent();
        long total =
                Math.max(1, LongStream.of(after).sum() - LongStream.of(before).sum());
        return IntStream.range(0, NODES)
                .mapToDouble(i -> (double) (after[i] - before[i]) / total)
                .toArray();
    }

    private static int indexOfLargest(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .max(Comparator.comparingDouble(i -> values[i]))
                .orElseThrow();
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
