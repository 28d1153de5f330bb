package io.kith.cluster.processes;

import io.kith.client.AsyncHashMap;
import io.kith.client.Kith;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * So many operations under way at any time: each slot has a key of its own, writes a number there, reads it, and writes the next
 * one. As nobody else writes there, what it must read is known.
 */
final class Slots implements AutoCloseable {
    private static final String MAP = "slots";
    private static final String FILL = "-".repeat(80);
    private static final long END_SECONDS = 120;

    private final List<AsyncHashMap<String, String>> maps = new ArrayList<>();
    private final int count;
    private final LongAdder succeeded = new LongAdder();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> wrong = new ConcurrentHashMap<>();
    private final CountDownLatch ended;
    private volatile boolean stopping;

    /** One key, and what may be there. */
    private final class Slot {
        private final AsyncHashMap<String, String> map;
        private final String key;
        private long written;
        /** Whether it is not known which of its last two numbers is there. */
        private boolean unsure;

        Slot(int number) {
            this.map = maps.get(number % maps.size());
            this.key = "slot " + number;
        }

        void write() {
            if (stopping) {
                ended.countDown();
                return;
            }
            written++;
            go(map.set(key, value(written)).thenApply(nothing -> (String) null), (nothing, failure) -> {
                unsure = failure != null;
                read();
            });
        }

        private void read() {
            go(map.get(key), (found, failure) -> {
                if (failure == null && !isRight(found)) {
                    wrong.put(key, (int) written);
                }
                if (failure == null) {
                    unsure = false;
                }
                write();
            });
        }

        private boolean isRight(@Nullable String found) {
            return Objects.equals(found, value(written)) || unsure;
        }

        private void go(CompletableFuture<@Nullable String> operation, Next next) {
            // What becomes of it is all told to this one.
            CompletableFuture<?> unused = operation.whenComplete((found, failure) -> {
                if (failure == null) {
                    succeeded.increment();
                } else {
                    failures.merge(Causes.textOf(failure), 1, Integer::sum);
                }
                next.with(found, failure);
            });
        }
    }

    /** What comes after an operation. */
    private interface Next {
        void with(@Nullable String found, @Nullable Throwable failure);
    }

    /** Begins with {@code count} operations at a time, spread over {@code clients}. */
    Slots(List<Kith> clients, int count) {
        clients.forEach(client -> maps.add(client.<String, String>hashMap(MAP).async()));
        this.count = count;
        this.ended = new CountDownLatch(count);
    }

    /** Begins. */
    Slots start() {
        for (int i = 0; i < count; i++) {
            new Slot(i).write();
        }
        return this;
    }

    private static String value(long number) {
        return number + FILL;
    }

    /** How many operations have succeeded. */
    long succeeded() {
        return succeeded.sum();
    }

    /** What failed, and how often. */
    Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /** The keys at which something else was read than had been written. */
    Map<String, Integer> wrong() {
        return new TreeMap<>(wrong);
    }

    /** Lets what is under way end, and begins nothing more. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                wrong.put("operations that never ended", (int) ended.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
