package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that write values as large as a value may be, each to a few keys of its own, as fast as they are let. */
final class LargeWrites implements AutoCloseable {
    private static final int KEYS_OF_A_THREAD = 2;
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** Begins. */
    LargeWrites(List<Kith> clients, int threadCount, int valueBytes) {
        for (int i = 0; i < threadCount; i++) {
            RemoteHashMap<String, byte[]> map = clients.get(i % clients.size()).hashMap("large");
            int number = i;
            Thread thread = new Thread(() -> run(map, number, valueBytes), "large-writes-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(RemoteHashMap<String, byte[]> map, int thread, int valueBytes) {
        byte[] value = new byte[valueBytes];
        for (int turn = 0; !stopping; turn++) {
            try {
                map.set(thread + "-" + turn % KEYS_OF_A_THREAD, value);
                written.incrementAndGet();
            } catch (KithException e) {
                failures.merge(Causes.textOf(e), 1, Integer::sum);
                Pause.of(AFTER_REFUSAL);
            }
        }
    }

    /** How many were written. */
    int written() {
        return written.get();
    }

    /** What failed, and how often. */
    Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

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
