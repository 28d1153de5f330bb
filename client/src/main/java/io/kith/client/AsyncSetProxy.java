package io.kith.client;

import io.kith.collections.map.MapEntry;
import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.Results;
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
    private final NamedCollection named;
    private final MapCore<E, Object> core;

    AsyncSetProxy(NamedCollection named, MapCore<E, Object> core) {
        this.named = named;
        this.core = core;
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        byte[] encoded = core.grid().encode(element);
        return core.submit(encoded, SetOperations.contains(core.id(), encoded), Results::bool);
    }

    @Override
    public CompletableFuture<Boolean> containsAll(Collection<? extends E> elements) {
        return KeyQueries.containsAll(core, elements);
    }

    @Override
    public CompletableFuture<Boolean> add(E element) {
        return add(element, 0);
    }

    @Override
    public CompletableFuture<Boolean> add(E element, Duration timeToLive) {
        return add(element, MapCore.millis(timeToLive));
    }

    private CompletableFuture<Boolean> add(E element, long ttlMillis) {
        byte[] encoded = core.grid().encode(element);
        return core.submit(encoded, SetOperations.add(core.id(), encoded, ttlMillis), SetOperations::added);
    }

    @Override
    public CompletableFuture<Boolean> addAll(Collection<? extends E> elements) {
        return Async.map(KeyQueries.addAll(core, elements), added -> added > 0);
    }

    @Override
    public CompletableFuture<Boolean> remove(E element) {
        byte[] encoded = core.grid().encode(element);
        return core.submit(encoded, SetOperations.remove(core.id(), encoded), Results::bool);
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
            KeyBatches<byte[]> doomed = new KeyBatches<>(core.grid(), core.id());
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
        return named.destroy();
    }
}
