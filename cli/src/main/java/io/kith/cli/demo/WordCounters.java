package io.kith.cli.demo;

import io.kith.client.RemoteHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Threads that count words into a remote map, block by block, until told to stop. */
final class WordCounters implements AutoCloseable {
    private final RemoteHashMap<String, Long> counts;
    private final WordBlocks blocks;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder merged = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private boolean stopping;
    private long taken;

    WordCounters(RemoteHashMap<String, Long> counts, WordBlocks blocks, int threadCount) {
        this.counts = counts;
        this.blocks = blocks;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::run, "counter-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** How many words have been counted. */
    long merged() {
        return merged.sum();
    }

    /** What went wrong, or null. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** How many blocks have been begun; after {@link #stop} they are all done. */
    synchronized long blocksTaken() {
        return taken;
    }

    /** How often the texts have been gone through, the part of the pass begun included. */
    double passes() {
        return (double) merged() / blocks.wordCount();
    }

    /** How far counting is, for people. */
    String progress() {
        return String.format(Locale.ROOT, "%,d words counted (%.1f passes)", merged(), passes());
    }

    /**
     * Stops taking blocks and waits until those begun are done.
     *
     * @throws DemoException if they are not in time
     */
    void stop(Deadline deadline) throws InterruptedException {
        synchronized (this) {
            stopping = true;
        }
        for (Thread thread : threads) {
            thread.join(Math.max(1, deadline.leftMillis()));
            if (thread.isAlive()) {
                throw new DemoException("some of the counting threads wait for an answer for ever");
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        threads.forEach(Thread::interrupt);
    }

    private void run() {
        try {
            for (long block = take(); block >= 0; block = take()) {
                blocks.forEachWord(block, word -> {
                    counts.merge(word, 1L, Long::sum);
                    merged.increment();
                });
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private synchronized long take() {
        return stopping || failure.get() != null ? -1 : taken++;
    }
}
