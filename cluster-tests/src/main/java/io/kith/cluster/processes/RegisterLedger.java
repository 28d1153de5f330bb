package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers that only grow, each written by one thread and read by all: who reads less than what was acknowledged before
 * he asked has read something stale, or something is lost.
 */
final class RegisterLedger {
    private static final String MAP = "numbers";

    /** One number. Its writer begins another one when it cannot know what became of a write. */
    private static final class Entry {
        final String key;
        volatile long acknowledged;
        long written;

        Entry(String key) {
            this.key = key;
        }
    }

    private final String prefix;
    private final List<Entry> all = new ArrayList<>();
    private final Entry[] current;
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    RegisterLedger(String prefix, int writers) {
        this.prefix = prefix;
        current = new Entry[writers];
        for (int i = 0; i < writers; i++) {
            begin(i);
        }
    }

    private synchronized void begin(int writer) {
        Entry entry = new Entry(prefix + writer + "-" + all.size());
        all.add(entry);
        current[writer] = entry;
    }

    private synchronized Entry entry(int writer) {
        return current[writer];
    }

    /** Writes the number of the thread {@code writer}; only that thread calls this. */
    void write(Kith kith, int writer) {
        Entry entry = entry(writer);
        RemoteHashMap<String, Long> map = kith.hashMap(MAP);
        long value = ++entry.written;
        boolean acknowledged = false;
        try {
            map.put(entry.key, value);
            acknowledged = true;
        } finally {
            if (acknowledged) {
                entry.acknowledged = value;
            } else {
                begin(writer);
            }
        }
    }

    /** Reads some thread's number. */
    void read(Kith kith, SplittableRandom random) {
        Entry entry = entry(random.nextInt(current.length));
        long atLeast = entry.acknowledged;
        if (valueOf(kith, entry) < atLeast) {
            (valueOf(kith, entry) < atLeast ? lost : stale).incrementAndGet();
        }
    }

    /** Reads all numbers once more. */
    synchronized void audit(Kith kith) {
        for (Entry entry : all) {
            if (valueOf(kith, entry) < entry.acknowledged) {
                lost.incrementAndGet();
            }
        }
    }

    private static long valueOf(Kith kith, Entry entry) {
        RemoteHashMap<String, Long> map = kith.hashMap(MAP);
        Long value = map.get(entry.key);
        return value == null ? 0 : value;
    }

    /** How many reads found less than had been acknowledged, while a later one found it. */
    long stale() {
        return stale.get();
    }

    /** How many reads found less than had been acknowledged, time and again. */
    long lost() {
        return lost.get();
    }
}
