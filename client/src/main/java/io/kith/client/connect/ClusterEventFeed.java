package io.kith.client.connect;

import io.kith.client.grid.ConfigWatch;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ClusterEvents;
import io.kith.transport.ForeignText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens in the cluster, in order and each thing once, on a thread of its own, so that a slow
 * listener holds up nothing but its like. What is told follows from the newest config and the last one that was looked
 * at; so nothing queues up however slow they are.
 */
final class ClusterEventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterEventFeed.class);
    private static final int MAX_SUSPICIONS = 256;
    private static final long IDLE_SECONDS = 10;

    private final ConfigWatch watch;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ExecutorService thread;

    /** One listener, and how far it has been told. Used on the feed's thread only, save for its suspicions. */
    private static final class Subscription {
        final Consumer<ClusterEvent> listener;
        final ArrayDeque<ClusterEvent> suspicions = new ArrayDeque<>();

        @Nullable
        ClusterConfig toldOf;

        long since;
        volatile boolean ended;

        Subscription(Consumer<ClusterEvent> listener, @Nullable ClusterConfig toldOf, long since) {
            this.listener = listener;
            this.toldOf = toldOf;
            this.since = since;
        }
    }

    ClusterEventFeed(ConfigWatch watch) {
        this.watch = watch;
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread worker = new Thread(task, "kith-client-events");
                    worker.setDaemon(true);
                    return worker;
                });
        pool.allowCoreThreadTimeOut(true);
        this.thread = pool;
        watch.listen(config -> look());
        watch.listenToSuspicions(this::suspected);
    }

    /** Tells {@code listener} of all that happened after config_id {@code since}; the result ends that. */
    Runnable listen(long since, Consumer<ClusterEvent> listener) {
        ClusterConfig newest = watch.config();
        boolean fromNow = since >= newest.configId();
        Subscription subscription = new Subscription(listener, fromNow ? newest : null, since);
        subscriptions.add(subscription);
        look();
        return () -> {
            subscription.ended = true;
            subscriptions.remove(subscription);
        };
    }

    void close() {
        subscriptions.clear();
        thread.shutdown();
    }

    private void suspected(ClusterEvent.Suspicion suspicion) {
        for (Subscription each : subscriptions) {
            synchronized (each.suspicions) {
                if (each.suspicions.size() < MAX_SUSPICIONS) {
                    each.suspicions.add(suspicion);
                }
            }
        }
        look();
    }

    /** At most one look waits, whatever happens meanwhile. */
    private void look() {
        if (!subscriptions.isEmpty() && !thread.isShutdown() && due.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    due.set(false);
                    subscriptions.forEach(this::tell);
                });
            } catch (RejectedExecutionException e) {
                // Closed just now: there is nobody left to tell.
                LOG.trace("an event came after the end of its client", e);
            }
        }
    }

    private void tell(Subscription subscription) {
        ClusterConfig newest = watch.config();
        List<ClusterEvent> events = new ArrayList<>();
        ClusterConfig before = subscription.toldOf;
        if (before == null || before.configId() < newest.configId() || before.generation() < newest.generation()) {
            events.addAll(ClusterEvents.between(before, subscription.since, newest));
            subscription.toldOf = newest;
            subscription.since = newest.configId();
        }
        synchronized (subscription.suspicions) {
            events.addAll(subscription.suspicions);
            subscription.suspicions.clear();
        }
        for (ClusterEvent event : events) {
            if (subscription.ended) {
                return;
            }
            try {
                subscription.listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a listener for cluster events failed at {}", ForeignText.bounded(event.toString()), e);
            }
        }
    }
}
