package io.kith.client.map;

import io.kith.client.AsyncHashSet;
import io.kith.client.grid.Async;
import io.kith.client.grid.Durations;
import io.kith.collections.map.MapEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a set. */
final class AsyncSetProxy<E> implements AsyncHashSet<E> {
    private final MapCore<E, Object> core;

    AsyncSetProxy(MapCore<E, Object> core) {
        this.core = core;
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        return core.contains(element).start();
    }

    @Override
    public CompletableFuture<Boolean> containsAll(Collection<? extends E> elements) {
        return KeyQueries.containsAll(core, elements);
    }

    @Override
    public CompletableFuture<Boolean> add(E element) {
        return core.add(element, MapCore.COLLECTIONS_TTL).start();
    }

    @Override
    public CompletableFuture<Boolean> add(E element, Duration timeToLive) {
        return core.add(element, Durations.millis(timeToLive)).start();
    }

    @Override
    public CompletableFuture<Boolean> addAll(Collection<? extends E> elements) {
        return Async.map(KeyQueries.addAll(core, elements), added -> added > 0);
    }

    @Override
    public CompletableFuture<Boolean> remove(E element) {
        return core.removeElement(element).start();
    }

    @Override
    public CompletableFuture<Boolean> removeAll(Collection<? extends E> elements) {
        return Async.map(core.removeAll(elements), removed -> removed > 0);
    }

    @Override
    public CompletableFuture<Boolean> removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        AtomicBoolean changed = new AtomicBoolean();
        CompletableFuture<@Nullable Void> walked = PageWalk.over(core, true, page -> {
            KeyBatches<byte[]> doomed = new KeyBatches<>(core.named());
            for (MapEntry entry : page) {
                if (filter.test(core.readKey(entry.key()))) {
                    doomed.add(entry.key(), entry.key(), entry.key().length);
                }
            }
            return Async.map(KeyQueries.removeAll(core, doomed), removed -> {
                changed.compareAndSet(false, removed > 0);
                return null;
            });
        });
        return Async.map(walked, done -> changed.get());
    }

    @Override
    public CompletableFuture<Long> size() {
        return core.size();
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return core.isEmpty();
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        return PageWalk.over(core, true, page -> {
            for (MapEntry entry : page) {
                action.accept(core.readKey(entry.key()));
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return Async.map(core.clear(), removed -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return core.named().destroy();
    }
}
