package io.kith.cluster.processes;

import io.kith.client.AsyncVecDeque;
import io.kith.client.Kith;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Very many who wait for elements of some deques, where few come; each element must be taken by one of them, once. */
final class WaitingTakers implements AutoCloseable {
    private static final int DEQUES = 16;
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final List<AsyncVecDeque<Long>> deques = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong offered = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Thread producer = new Thread(this::produce, "producer");
    private final int count;
    private long offers;
    private volatile boolean stopping;

    /** Will have {@code count} waiters in the clients, which must let as many operations be under way. */
    WaitingTakers(List<Kith> clients, int count) {
        for (int i = 0; i < DEQUES; i++) {
            deques.add(clients.get(i % clients.size())
                    .<Long>vecDeque("waited for " + i)
                    .async());
        }
        this.count = count;
        producer.setDaemon(true);
    }

    /** Begins. */
    WaitingTakers start() {
        for (int i = 0; i < count; i++) {
            take(deques.get(i % DEQUES));
        }
        producer.start();
        return this;
    }

    private void take(AsyncVecDeque<Long> deque) {
        waiting.incrementAndGet();
        CompletableFuture<?> unused = deque.pollFirst(WAIT).whenComplete((element, failure) -> {
            waiting.decrementAndGet();
            if (failure != null) {
                failures.merge(Causes.textOf(failure), 1, Integer::sum);
            } else if (element != null) {
                taken.merge(element, 1, Integer::sum);
            }
            if (!stopping) {
                again(deque, failure != null);
            }
        });
    }

    /** Who was refused comes again after a moment. */
    private void again(AsyncVecDeque<Long> deque, boolean refused) {
        if (refused) {
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> take(deque));
        } else {
            take(deque);
        }
    }

    private void produce() {
        while (!stopping) {
            long element = ++offers;
            underWay.incrementAndGet();
            CompletableFuture<?> unused = deques.get((int) (element % DEQUES))
                    .offerLast(element)
                    .whenComplete((added, failure) -> {
                        underWay.decrementAndGet();
                        if (failure == null) {
                            offered.incrementAndGet();
                        } else {
                            failures.merge(Causes.textOf(failure), 1, Integer::sum);
                        }
                    });
            Pause.of(Duration.ofMillis(10));
        }
    }

    /** How many wait now. */
    int waiting() {
        return waiting.get();
    }

    /** How many elements were added for sure. */
    long offered() {
        return offered.get();
    }

    /** How many elements came out. */
    long taken() {
        return taken.size();
    }

    /** How many came out more than once. */
    long takenTwice() {
        return taken.values().stream().filter(times -> times > 1).count();
    }

    /** Takes what nobody took yet, and waits until nobody waits any more. */
    void takeRest() {
        Pause.until("all elements were added", END_LIMIT, () -> underWay.get() == 0);
        for (AsyncVecDeque<Long> deque : deques) {
            for (Long element = deque.pollFirst().join();
                    element != null;
                    element = deque.pollFirst().join()) {
                taken.merge(element, 1, Integer::sum);
            }
        }
        // What somebody was given may be on its way.
        Pause.until("all who waited were answered", WAIT.plus(END_LIMIT), () -> waiting.get() == 0);
    }

    /** What failed, and how often. */
    Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            producer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
