package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** One client that reads something small at times that do not depend on the answers, and notes how long each read takes. */
final class SmallReads implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int KEYS = 256;
    private static final long MAX_NANOS = 120_000_000_000L;
    private static final int DIGITS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final RemoteHashMap<String, String> map;
    private final Histogram waits = new Histogram(MAX_NANOS, DIGITS);
    private final Thread thread = new Thread(this::run, "small-reads");
    private int failed;
    private volatile boolean stopping;

    /** Begins. */
    SmallReads(Kith kith) {
        map = kith.hashMap("small");
        for (int i = 0; i < KEYS; i++) {
            map.set("key " + i, "value " + i);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long dueNanos = System.nanoTime();
        for (int turn = 0; !stopping; turn++) {
            long begunNanos = dueNanos;
            String number = Integer.toString(turn % KEYS);
            CompletableFuture<?> unused = map.async()
                    .get("key " + number)
                    .whenComplete((found, failure) ->
                            note(System.nanoTime() - begunNanos, ("value " + number).equals(found)));
            dueNanos += BETWEEN.toNanos();
            long early = dueNanos - System.nanoTime();
            if (early > 0) {
                Pause.of(Duration.ofNanos(early));
            }
        }
    }

    private synchronized void note(long nanos, boolean read) {
        waits.recordValue(Math.min(MAX_NANOS, Math.max(0, nanos)));
        failed += read ? 0 : 1;
    }

    /**
     * How reads fared since this was last asked.
     *
     * @param failed how many failed or read something wrong
     */
    record Waits(long reads, double p50Millis, double p99Millis, double maxMillis, int failed) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "small reads p50 %.1f ms, p99 %.1f ms, longest %.0f ms%s",
                    p50Millis,
                    p99Millis,
                    maxMillis,
                    failed == 0 ? "" : ", " + failed + " FAILED");
        }
    }

    /** The time since the last call. */
    synchronized Waits next() {
        Waits now = new Waits(
                waits.getTotalCount(),
                waits.getValueAtPercentile(50) / NANOS_PER_MILLI,
                waits.getValueAtPercentile(99) / NANOS_PER_MILLI,
                waits.getMaxValue() / NANOS_PER_MILLI,
                failed);
        waits.reset();
        failed = 0;
        return now;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
