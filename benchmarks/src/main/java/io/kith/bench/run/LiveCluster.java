package io.kith.bench.run;

import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Jcmd;
import io.kith.bench.process.ProcessMeter;
import io.kith.bench.process.RunPause;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Answer;
import io.kith.bench.worker.Metric;
import io.kith.bench.worker.Order;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A cluster that was started for one round, and its client. */
final class LiveCluster implements AutoCloseable {
    private static final Duration BALANCE_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(15);
    private static final Duration STALL_LIMIT = Duration.ofMinutes(4);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration AFTER_BALANCE = Duration.ofSeconds(1);

    /** Virtual machines give memory back little by little after they collected garbage: Kith's nodes every five seconds. */
    private static final Duration GIVING_BACK = Duration.ofSeconds(7);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int ELEMENTS = 1_000;

    private final Contestant peer;
    private final Cluster cluster;
    private final WorkerProcess worker;
    private final int entries;

    LiveCluster(Contestant peer, Cluster cluster, int entries) {
        this.peer = peer;
        this.cluster = cluster;
        this.entries = entries;
        cluster.awaitBalanced(BALANCE_LIMIT);
        this.worker = new WorkerProcess(peer, cluster, entries, ELEMENTS);
    }

    Cluster cluster() {
        return cluster;
    }

    /** Puts all entries. */
    Map<Metric, Double> load() {
        long before = peer.copies() > 0 ? residentBytes() : 0;
        // Nodes' allocation is not asked for: what they need to tell it would count as memory for entries.
        Order order = new Order(Order.LOAD, 0, 0, pids(), false);
        Map<Metric, Double> figures =
                new EnumMap<>(worker.run(order, LOAD_LIMIT).figuresOrThrow());
        if (peer.copies() > 0) {
            double grown = residentBytes() - before;
            figures.put(Metric.RESIDENT, grown / ((double) entries * peer.copies()));
        }
        return figures;
    }

    private List<Long> pids() {
        return cluster.nodes().stream().map(ServerProcess::pid).toList();
    }

    private long residentBytes() {
        List<Long> pids = pids();
        if (peer.onJvm()) {
            Jcmd.collectGarbage(pids);
            RunPause.of(GIVING_BACK);
        }
        return ProcessMeter.residentBytes(pids);
    }

    /** What a client sees that goes on working while {@code event} happens, and for {@code after} that. */
    Map<Metric, Double> during(Runnable event, Duration after) {
        Answer begun = worker.run(Order.of(Order.STALL_BEGIN), STALL_LIMIT);
        begun.figuresOrThrow();
        RunPause.of(BEFORE);
        try {
            event.run();
            RunPause.of(after);
        } finally {
            begun = worker.run(Order.of(Order.STALL_END), STALL_LIMIT);
        }
        return new EnumMap<>(begun.figuresOrThrow());
    }

    /** The same, from {@code event} until all have their share; also tells how long that took. */
    Map<Metric, Double> untilBalanced(Runnable event) {
        long[] nanos = new long[1];
        Map<Metric, Double> figures = during(
                () -> {
                    long beganNanos = System.nanoTime();
                    event.run();
                    cluster.awaitBalanced(BALANCE_LIMIT);
                    nanos[0] = System.nanoTime() - beganNanos;
                },
                AFTER_BALANCE);
        figures.put(Metric.BALANCE, nanos[0] / NANOS_PER_SECOND);
        return figures;
    }

    @Override
    public void close() {
        worker.close();
        cluster.close();
    }
}
