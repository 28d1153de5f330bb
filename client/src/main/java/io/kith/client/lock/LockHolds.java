package io.kith.client.lock;

import io.kith.client.grid.Async;
import io.kith.client.grid.Durations;
import io.kith.collections.wire.Incarnation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks that this client holds, as far as it knows. Those that have no lease of their own are renewed until they are
 * given back, so that what a client held is free soon after it has died.
 */
public final class LockHolds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockHolds.class);

    private final Map<Place, Hold> held = new ConcurrentHashMap<>();
    private final long leaseMillis;
    private final long programId = new SecureRandom().nextLong();
    private @Nullable ScheduledExecutorService thread;
    private boolean closed;

    /** A lock and who holds it. */
    private record Place(Incarnation lock, UUID owner) {}

    /** One owner's hold of one lock. */
    private record Hold(LockCore core, UUID owner, boolean renews, long fence) {}

    /**
     * No lock is held.
     *
     * @param lease for how long one is held whose holder is not heard of any more
     */
    public LockHolds(Duration lease) {
        this.leaseMillis = Durations.millis(lease);
    }

    /** For how long a lock is held whose holder is not heard of any more. */
    long leaseMillis() {
        return leaseMillis;
    }

    /** The owner that the calling thread is. */
    @SuppressWarnings("deprecation") // threadId() is not there before Java 19.
    UUID thisThread() {
        return new UUID(programId, Thread.currentThread().getId());
    }

    private static Place place(LockCore core, UUID owner) {
        return new Place(core.named().handle().incarnation(), owner);
    }

    void got(LockCore core, UUID owner, boolean renews, long fence) {
        held.put(place(core, owner), new Hold(core, owner, renews, fence));
        if (renews) {
            beginToRenew();
        }
    }

    void ended(LockCore core, UUID owner) {
        held.remove(place(core, owner));
    }

    @Nullable
    Long fence(LockCore core, UUID owner) {
        Hold hold = held.get(place(core, owner));
        return hold == null ? null : hold.fence();
    }

    private synchronized void beginToRenew() {
        if (thread == null && !closed) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread worker = new Thread(task, "kith-client-locks");
                worker.setDaemon(true);
                return worker;
            });
            thread = started;
            long periodMillis = Math.max(1, leaseMillis / 3);
            ScheduledFuture<?> renewing =
                    started.scheduleWithFixedDelay(this::renewAll, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
            LOG.trace("renews locks from now on: {}", renewing);
        }
    }

    private void renewAll() {
        for (Map.Entry<Place, Hold> each : held.entrySet()) {
            if (each.getValue().renews()) {
                renew(each.getKey(), each.getValue());
            }
        }
    }

    private void renew(Place place, Hold hold) {
        try {
            Async.listen(hold.core().extend(hold.owner()).start(), (isHeld, failure) -> {
                if (failure != null) {
                    LOG.debug(
                            "the lock '{}' was not renewed this time",
                            hold.core().named().name(),
                            failure);
                } else if (!isHeld && held.remove(place, hold)) {
                    LOG.warn(
                            "this client has lost the lock '{}': it was not heard of for {} ms",
                            hold.core().named().name(),
                            leaseMillis);
                }
            });
        } catch (RuntimeException e) {
            LOG.debug(
                    "the lock '{}' was not renewed this time",
                    hold.core().named().name(),
                    e);
        }
    }

    /** Renews nothing any more; the client's sessions end, and with them what it holds. */
    @Override
    public synchronized void close() {
        closed = true;
        ScheduledExecutorService running = thread;
        if (running != null) {
            running.shutdownNow();
        }
    }
}
