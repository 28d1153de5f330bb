package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.Data;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.peer.SyncAct;
import io.kith.bench.peer.WrongDataException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Gets and puts at a moderate pace while something is done to the cluster. An operation that throws is tried again, and
 * has taken as long as all its tries together: it is what a program that cannot go on without it would wait for.
 */
final class StallRun {
    private static final int THREADS = 8;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long END_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final SyncAct get;
    private final SyncAct put;
    private final int entries;
    private final List<Thread> threads = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final AtomicLong thrown = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean ended;

    StallRun(PeerClient client, int entries) {
        this.get = Objects.requireNonNull(client.sync(Act.GET));
        this.put = Objects.requireNonNull(client.sync(Act.PUT));
        this.entries = entries;
        Data.makeKeys(entries);
        for (int i = 0; i < THREADS; i++) {
            Choices choices = new Choices(i);
            Thread thread = new Thread(() -> loop(choices), "caller-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void loop(Choices choices) {
        while (!ended) {
            SyncAct act = choices.below(2) == 0 ? get : put;
            int index = choices.below(entries);
            long began = System.nanoTime();
            while (!isDone(act, index)) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            latencies.record(System.nanoTime() - began);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isDone(SyncAct act, int index) {
        try {
            act.run(index);
            return true;
        } catch (WrongDataException e) {
            lost.incrementAndGet();
            return true;
        } catch (Exception e) {
            thrown.incrementAndGet();
            return ended;
        }
    }

    /** Ends it, and tells how it went. */
    Map<Metric, Double> end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(END_MILLIS);
        }
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.STALL, latencies.maxMillis());
        figures.put(Metric.P999, latencies.percentileMicros(99.9));
        figures.put(Metric.THROWN, (double) thrown.get());
        figures.put(Metric.LOST, (double) lost.get());
        return figures;
    }
}
