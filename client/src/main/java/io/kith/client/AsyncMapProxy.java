package io.kith.client;

import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a map. */
final class AsyncMapProxy<K, V> implements AsyncHashMap<K, V> {
    private final NamedCollection named;
    private final MapCore<K, V> map;
    private final Grid grid;
    private final MapUpdates<K, V> updates;

    AsyncMapProxy(NamedCollection named, MapCore<K, V> map) {
        this.named = named;
        this.map = map;
        this.grid = map.grid();
        this.updates = new MapUpdates<>(map);
    }

    private CompletableFuture<@Nullable V> optional(byte[] key, byte[] operation) {
        return map.submit(key, operation, map::readOptional);
    }

    private CompletableFuture<Boolean> bool(byte[] key, byte[] operation) {
        return map.submit(key, operation, Results::bool);
    }

    private static CompletableFuture<@Nullable Void> nothing(CompletableFuture<?> source) {
        return Async.map(source, result -> null);
    }

    // ---- one key

    @Override
    public CompletableFuture<@Nullable V> get(K key) {
        byte[] encoded = grid.encode(key);
        return optional(encoded, MapOperations.get(map.id(), encoded));
    }

    @Override
    public CompletableFuture<V> getOrDefault(K key, V fallback) {
        return Async.map(get(key), value -> value == null ? fallback : value);
    }

    @Override
    public CompletableFuture<Boolean> containsKey(K key) {
        byte[] encoded = grid.encode(key);
        return bool(encoded, MapOperations.containsKey(map.id(), encoded));
    }

    @Override
    public CompletableFuture<@Nullable V> put(K key, V value) {
        return put(key, value, map.defaultTtlMillis());
    }

    @Override
    public CompletableFuture<@Nullable V> put(K key, V value, Duration timeToLive) {
        return put(key, value, MapCore.millis(timeToLive));
    }

    private CompletableFuture<@Nullable V> put(K key, V value, long ttlMillis) {
        byte[] encoded = grid.encode(key);
        return optional(encoded, MapOperations.put(map.id(), encoded, grid.encode(value), ttlMillis));
    }

    @Override
    public CompletableFuture<@Nullable Void> set(K key, V value) {
        return set(key, value, map.defaultTtlMillis());
    }

    @Override
    public CompletableFuture<@Nullable Void> set(K key, V value, Duration timeToLive) {
        return set(key, value, MapCore.millis(timeToLive));
    }

    private CompletableFuture<@Nullable Void> set(K key, V value, long ttlMillis) {
        byte[] encoded = grid.encode(key);
        return map.submit(
                encoded, MapOperations.set(map.id(), encoded, grid.encode(value), ttlMillis), payload -> null);
    }

    @Override
    public CompletableFuture<@Nullable V> putIfAbsent(K key, V value) {
        return putIfAbsent(key, value, map.defaultTtlMillis());
    }

    @Override
    public CompletableFuture<@Nullable V> putIfAbsent(K key, V value, Duration timeToLive) {
        return putIfAbsent(key, value, MapCore.millis(timeToLive));
    }

    private CompletableFuture<@Nullable V> putIfAbsent(K key, V value, long ttlMillis) {
        byte[] encoded = grid.encode(key);
        return optional(encoded, MapOperations.putIfAbsent(map.id(), encoded, grid.encode(value), ttlMillis));
    }

    @Override
    public CompletableFuture<@Nullable V> remove(K key) {
        byte[] encoded = grid.encode(key);
        return optional(encoded, MapOperations.remove(map.id(), encoded));
    }

    @Override
    public CompletableFuture<Boolean> remove(K key, V value) {
        byte[] encoded = grid.encode(key);
        return bool(encoded, MapOperations.removeIfEquals(map.id(), encoded, grid.encode(value)));
    }

    @Override
    public CompletableFuture<@Nullable V> replace(K key, V value) {
        byte[] encoded = grid.encode(key);
        return optional(encoded, MapOperations.replace(map.id(), encoded, grid.encode(value), map.defaultTtlMillis()));
    }

    @Override
    public CompletableFuture<Boolean> replace(K key, V expected, V value) {
        byte[] encoded = grid.encode(key);
        return bool(
                encoded,
                MapOperations.replaceIfEquals(
                        map.id(), encoded, grid.encode(expected), grid.encode(value), map.defaultTtlMillis()));
    }

    // ---- the user's functions

    @Override
    public CompletableFuture<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return updates.start(MapFunctions.compute(grid.encode(key), key, function));
    }

    @Override
    public CompletableFuture<@Nullable V> computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        return Async.then(get(key), present -> {
            if (present != null) {
                return CompletableFuture.completedFuture(present);
            }
            V fresh = function.apply(key);
            return fresh == null
                    ? CompletableFuture.completedFuture(null)
                    : Async.map(putIfAbsent(key, fresh), before -> before == null ? fresh : before);
        });
    }

    @Override
    public CompletableFuture<@Nullable V> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return updates.start(MapFunctions.computeIfPresent(grid.encode(key), key, function));
    }

    @Override
    public CompletableFuture<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return updates.start(MapFunctions.merge(grid.encode(key), value, function));
    }

    // ---- many keys

    @Override
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        return map.getAll(keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> putAll(Map<? extends K, ? extends V> entries) {
        return nothing(map.putAll(entries));
    }

    @Override
    public CompletableFuture<Integer> removeAll(Collection<? extends K> keys) {
        return Async.map(map.removeAll(keys), Math::toIntExact);
    }

    @Override
    public CompletableFuture<Long> size() {
        return map.size();
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return map.isEmpty();
    }

    @Override
    public CompletableFuture<Boolean> containsValue(V value) {
        return map.containsValue(value);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return nothing(map.clear());
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action);
        return PageWalk.over(map, false, page -> {
            for (MapEntry entry : page) {
                action.accept(map.readKey(entry.key()), map.readValue(entry.value()));
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function);
        return PageWalk.over(map, false, page -> {
            List<CompletableFuture<?>> replacements = new ArrayList<>();
            for (MapEntry entry : page) {
                K key = map.readKey(entry.key());
                try {
                    replacements.add(
                            updates.startFrom(MapFunctions.replace(entry.key(), key, function), entry.value()));
                } catch (RuntimeException e) {
                    // Not before what is under way has ended: nothing may happen after the failure was told.
                    replacements.add(CompletableFuture.failedFuture(e));
                    break;
                }
            }
            return nothing(CompletableFuture.allOf(replacements.toArray(CompletableFuture<?>[]::new)));
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return named.destroy();
    }
}
