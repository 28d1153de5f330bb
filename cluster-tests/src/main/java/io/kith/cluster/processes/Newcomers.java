package io.kith.cluster.processes;

import io.kith.client.ClusterFullException;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Honest clients that come while others attack, one after the other: each writes and reads something, and goes again. */
final class Newcomers implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String MAP = "newcomers";
    private static final int KEYS = 64;

    private final ProcessCluster cluster;
    private final Thread thread = new Thread(this::run, "newcomers");
    private final Map<String, Integer> failures = new TreeMap<>();
    private volatile boolean stopping;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger full = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private volatile long wantedNanos;
    private volatile long longestNanos;

    Newcomers(ProcessCluster cluster) {
        this.cluster = cluster;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        for (int turn = 0; !stopping; turn++) {
            wantedNanos = wantedNanos == 0 ? System.nanoTime() : wantedNanos;
            try (Kith kith = cluster.connect(DEADLINE)) {
                visit(kith, turn);
                longestNanos = Math.max(longestNanos, System.nanoTime() - wantedNanos);
                wantedNanos = 0;
                served.incrementAndGet();
            } catch (KithException e) {
                if (!stopping) {
                    synchronized (failures) {
                        failures.merge(e.getClass().getSimpleName() + ": " + e.getMessage(), 1, Integer::sum);
                    }
                }
            }
            Pause.of(BETWEEN);
        }
    }

    private void visit(Kith kith, int turn) {
        RemoteHashMap<String, Integer> map = kith.hashMap(MAP);
        String key = "key " + turn % KEYS;
        try {
            map.set(key, turn);
            if (!Integer.valueOf(turn).equals(map.get(key))) {
                wrong.incrementAndGet();
            }
        } catch (ClusterFullException e) {
            full.incrementAndGet();
            map.get(key);
        }
    }

    /** The longest that one had to wait until it was served, one that still waits included. */
    long longestMicros() {
        long wanted = wantedNanos;
        return Math.max(longestNanos, wanted == 0 ? 0 : System.nanoTime() - wanted) / 1_000;
    }

    /** How many did not find what they had just written. */
    int wrong() {
        return wrong.get();
    }

    String toLine() {
        synchronized (failures) {
            return String.format(
                    Locale.ROOT,
                    "newcomers: %d were served, %d of them told that there is no memory for more; failures: %s",
                    served.get(),
                    full.get(),
                    failures);
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
