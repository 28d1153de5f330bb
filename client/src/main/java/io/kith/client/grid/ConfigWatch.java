package io.kith.client.grid;

import io.kith.client.KithException;
import io.kith.client.routing.RouterListener;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ConfigMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest config that any of a client's event loops knows, and those who want to be told of newer ones. */
public final class ConfigWatch implements RouterListener {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final List<Consumer<ClusterConfig>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<ClusterEvent.Suspicion>> suspicionListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ClusterConfig newest;

    @Override
    public void configChanged(ClusterConfig config) {
        synchronized (this) {
            ClusterConfig known = newest;
            if (known != null && known.generation() == config.generation() && known.configId() >= config.configId()) {
                return;
            }
            newest = config;
        }
        for (Consumer<ClusterConfig> listener : listeners) {
            try {
                listener.accept(config);
            } catch (RuntimeException e) {
                LOG.warn("a listener for configs failed", e);
            }
        }
    }

    @Override
    public void suspicion(ConfigMessage.Suspicion message) {
        ClusterEvent.Suspicion event =
                new ClusterEvent.Suspicion(message.configId(), message.node(), message.suspected());
        suspicionListeners.forEach(listener -> listener.accept(event));
    }

    /** Tells {@code listener}, on an event loop, whom nodes suspect; it must not block. */
    public void listenToSuspicions(Consumer<ClusterEvent.Suspicion> listener) {
        suspicionListeners.add(listener);
    }

    /** The newest config; there is one once the client is connected. */
    public ClusterConfig config() {
        ClusterConfig known = newest;
        if (known == null) {
            throw new KithException("not connected yet");
        }
        return known;
    }

    /** A future of the first config, from the one held now on, that is as wanted. */
    public CompletableFuture<ClusterConfig> first(Predicate<ClusterConfig> wanted) {
        CompletableFuture<ClusterConfig> found = new CompletableFuture<>();
        Consumer<ClusterConfig> listener = config -> {
            try {
                if (wanted.test(config)) {
                    found.complete(config);
                }
            } catch (RuntimeException e) {
                found.completeExceptionally(e);
            }
        };
        listeners.add(listener);
        Async.listen(found, (config, failure) -> listeners.remove(listener));
        ClusterConfig known = newest;
        if (known != null) {
            listener.accept(known);
        }
        return found;
    }

    /**
     * Waits for the first config, from the one held now on, that is as wanted; null if none is within {@code limit}.
     *
     * @throws KithException if this thread is interrupted meanwhile, or what {@code wanted} threw
     */
    public @Nullable ClusterConfig await(Predicate<ClusterConfig> wanted, Duration limit) {
        CompletableFuture<ClusterConfig> found = first(wanted);
        try {
            return found.get(Durations.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            found.cancel(false);
            return null;
        } catch (ExecutionException e) {
            throw Waiting.thrownFor(e.getCause());
        } catch (InterruptedException e) {
            found.cancel(false);
            Thread.currentThread().interrupt();
            throw new KithException("interrupted while waiting for a config", e);
        }
    }

    /** Tells {@code listener} of each newer config, on an event loop, until the result is run. */
    public Runnable listen(Consumer<ClusterConfig> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
