package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Threads that read and write keys of one map, each one operation at a time and on keys of its own, so that it knows
 * what it must read; and how long they wait.
 */
final class SteadyTraffic implements AutoCloseable {
    private static final int KEYS_OF_A_THREAD = 100;
    private static final long MAX_NANOS = 120_000_000_000L;
    private static final int DIGITS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final RemoteHashMap<String, Integer> map;
    private final double writes;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final Histogram waits = new Histogram(MAX_NANOS, DIGITS);
    private final List<String> errors = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * How operations fared in a stretch of time; each counts for the one in which it ended.
     *
     * @param operations how many succeeded
     * @param p50Millis what half of them took at most
     * @param p99Millis what 99 of 100 took at most
     * @param maxMillis what the longest took
     */
    record Stretch(long operations, double p50Millis, double p99Millis, double maxMillis) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d operations, p50 %.2f ms, p99 %.2f ms, longest %.0f ms",
                    operations,
                    p50Millis,
                    p99Millis,
                    maxMillis);
        }
    }

    /**
     * Starts.
     *
     * @param writes the share of operations that write, 0 to 1
     */
    SteadyTraffic(Kith kith, int threadCount, double writes) {
        this.map = kith.hashMap("steady-traffic");
        this.writes = writes;
        for (int i = 0; i < threadCount; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(number), "steady-traffic-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        int[] written = new int[KEYS_OF_A_THREAD];
        for (int key = 0; key < KEYS_OF_A_THREAD && !stopping; key++) {
            write(thread, key, written);
        }
        while (!stopping) {
            int key = random.nextInt(KEYS_OF_A_THREAD);
            if (random.nextDouble() < writes) {
                write(thread, key, written);
            } else {
                read(thread, key, written);
            }
        }
        for (int key = 0; key < KEYS_OF_A_THREAD; key++) {
            read(thread, key, written);
        }
    }

    private void write(int thread, int key, int[] written) {
        int next = written[key] + 1;
        measure(() -> map.put(key(thread, key), next));
        // One that failed may have been applied all the same: it is an error anyway.
        written[key] = next;
    }

    private void read(int thread, int key, int[] written) {
        measure(() -> {
            Integer value = map.get(key(thread, key));
            if (value == null || value != written[key]) {
                error(key(thread, key) + " is " + value + " and should be " + written[key]);
            }
        });
    }

    private static String key(int thread, int key) {
        return "thread-" + thread + "-key-" + key;
    }

    private void measure(Runnable operation) {
        long beganNanos = System.nanoTime();
        try {
            operation.run();
            long nanos = System.nanoTime() - beganNanos;
            synchronized (waits) {
                waits.recordValue(Math.min(MAX_NANOS, nanos));
            }
            done.incrementAndGet();
        } catch (KithException e) {
            error(e.toString());
        }
    }

    private void error(String text) {
        synchronized (errors) {
            if (errors.size() < 100) {
                errors.add(text);
            }
        }
    }

    /** How many operations have succeeded since the start. */
    long done() {
        return done.get();
    }

    /** What went wrong since the start: errors that a user would have seen, and wrong values. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    /** The stretch since the last call, or the start. */
    Stretch next() {
        synchronized (waits) {
            Stretch stretch = new Stretch(
                    waits.getTotalCount(),
                    waits.getValueAtPercentile(50) / NANOS_PER_MILLI,
                    waits.getValueAtPercentile(99) / NANOS_PER_MILLI,
                    waits.getMaxValue() / NANOS_PER_MILLI);
            waits.reset();
            return stretch;
        }
    }

    /** Stops, after the operations that are under way and a last look at all keys. */
    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
