package io.kith.cli.demo;

import io.kith.client.RemoteHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes once a millisecond, whether or not the writes before are answered, to keys of its own in turn. With one key, an
 * event would show only if that key's partition happened to be touched; with many, some always are.
 */
final class StallWriter implements AutoCloseable {
    private static final int KEYS = 64;
    private static final int MAX_IN_FLIGHT = 8_192;
    private static final long PERIOD_NANOS = 1_000_000;

    private final RemoteHashMap<String, Long> map;
    private final StallMeter meter;
    private final Thread thread = new Thread(this::run, "stall-writer");
    private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong written = new AtomicLong();
    private volatile boolean stopping;

    StallWriter(RemoteHashMap<String, Long> map, StallMeter meter) {
        this.map = map;
        this.meter = meter;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What went wrong, or null. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** How many writes were begun. */
    long written() {
        return written.get();
    }

    /**
     * Stops writing and waits until all writes are answered.
     *
     * @throws DemoException if they are not in time
     */
    void stop(Deadline deadline) throws InterruptedException {
        stopping = true;
        thread.join(Math.max(1, deadline.leftMillis()));
        if (!free.tryAcquire(MAX_IN_FLIGHT, deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
            throw new DemoException("some of the writes once a millisecond were never answered");
        }
        free.release(MAX_IN_FLIGHT);
    }

    /** Compares what the map holds with what was written last; one line for each difference. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        long end = written.get();
        for (long number = Math.max(0, end - KEYS); number < end; number++) {
            Long found = map.get(key(number));
            if (found == null || found != number) {
                differences.add("'" + key(number) + "': last written " + number + ", found " + found);
            }
        }
        return differences;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            while (!stopping && failure.get() == null) {
                long now = System.nanoTime();
                if (now < due) {
                    LockSupport.parkNanos(due - now);
                    continue;
                }
                // After a pause of this very program, go on from now instead of making up for what was missed.
                due = Math.max(due + PERIOD_NANOS, now - 10 * PERIOD_NANOS);
                if (free.tryAcquire(1, TimeUnit.SECONDS)) {
                    write(written.getAndIncrement());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    // Whatever comes of the write is dealt with where it ends.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(long number) {
        DemoPhase begunIn = meter.phase();
        long begun = System.nanoTime();
        map.async().set(key(number), number).whenComplete((ignored, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            } else {
                meter.record(begunIn, System.nanoTime() - begun);
            }
            free.release();
        });
    }

    private static String key(long number) {
        return "key " + number % KEYS;
    }
}
