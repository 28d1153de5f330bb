package io.kith.cluster.processes;

import io.kith.client.Kith;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Queues through which elements pass that are all different: none may come out twice, and what was acknowledged going in
 * must come out.
 */
final class QueueLedger {
    private static final int QUEUES = 4;

    private final String prefix;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong unknownTakes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    QueueLedger(String prefix) {
        this.prefix = prefix;
    }

    /** Adds {@code element} to some queue. */
    void add(Kith kith, SplittableRandom random, String element) {
        kith.<String>vecDeque(name(random.nextInt(QUEUES))).addLast(element);
        acknowledged.add(element);
    }

    /** Takes an element of some queue, if there is one. */
    void take(Kith kith, SplittableRandom random) {
        take(kith, random.nextInt(QUEUES));
    }

    private boolean take(Kith kith, int queue) {
        boolean answered = false;
        try {
            String element = kith.<String>vecDeque(name(queue)).pollFirst();
            answered = true;
            if (element != null && !taken.add(element)) {
                twice.incrementAndGet();
            }
            return element != null;
        } finally {
            if (!answered) {
                unknownTakes.incrementAndGet();
            }
        }
    }

    /** Empties the queues and compares. */
    void audit(Kith kith) {
        for (int queue = 0; queue < QUEUES; queue++) {
            boolean more = true;
            while (more) {
                more = take(kith, queue);
            }
        }
        long missing = acknowledged.stream()
                .filter(element -> !taken.contains(element))
                .count();
        // A take whose outcome is unknown may have taken one.
        lost.set(Math.max(0, missing - unknownTakes.get()));
    }

    /** How many elements came out twice. */
    long twice() {
        return twice.get();
    }

    /** How many elements never came out; known after the audit. */
    long lost() {
        return lost.get();
    }

    private String name(int queue) {
        return prefix + "queue-" + queue;
    }
}
