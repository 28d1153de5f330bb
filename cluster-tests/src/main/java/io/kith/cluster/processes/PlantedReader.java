package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.serialization.SerializationException;
import io.kith.cluster.hostile.HostileCrew;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** An honest client that reads what others planted, and has to be told something each time, soon. */
final class PlantedReader implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final Kith kith;
    private final Thread thread = new Thread(this::run, "planted-reader");
    private volatile boolean stopping;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long askedNanos;
    private volatile long longestNanos;

    /** Begins to read; {@code kith} is closed with this. */
    PlantedReader(Kith kith) {
        this.kith = kith;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        for (int key = 0; !stopping; key = (key + 1) % HostileCrew.PLANTED_KEYS) {
            askedNanos = System.nanoTime();
            try {
                kith.<Integer, Object>hashMap(HostileCrew.PLANTED_MAP).get(key);
                read.incrementAndGet();
            } catch (KithException | SerializationException e) {
                refused.incrementAndGet();
            }
            longestNanos = Math.max(longestNanos, System.nanoTime() - askedNanos);
            askedNanos = 0;
            Pause.of(BETWEEN);
        }
    }

    /** The longest that a read took, one that goes on included. */
    long longestMicros() {
        long asked = askedNanos;
        return Math.max(longestNanos, asked == 0 ? 0 : System.nanoTime() - asked) / 1_000;
    }

    String toLine() {
        return String.format(Locale.ROOT, "planted values: %d read, %d refused", read.get(), refused.get());
    }

    @Override
    public void close() {
        stopping = true;
        kith.close();
    }
}
