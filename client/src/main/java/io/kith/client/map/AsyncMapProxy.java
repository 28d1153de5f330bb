package io.kith.client.map;

import io.kith.client.AsyncHashMap;
import io.kith.client.grid.Async;
import io.kith.client.grid.Durations;
import io.kith.collections.map.MapEntry;
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
    private final MapCore<K, V> map;
    private final MapUpdates<K, V> updates;

    AsyncMapProxy(MapCore<K, V> map, MapUpdates<K, V> updates) {
        this.map = map;
        this.updates = updates;
    }

    private static CompletableFuture<@Nullable Void> nothing(CompletableFuture<?> source) {
        return Async.map(source, result -> null);
    }

    // ---- one key

    @Override
    public CompletableFuture<@Nullable V> get(K key) {
        return map.get(key).start();
    }

    @Override
    public CompletableFuture<V> getOrDefault(K key, V fallback) {
        return Async.map(get(key), value -> value == null ? fallback : value);
    }

    @Override
    public CompletableFuture<Boolean> containsKey(K key) {
        return map.containsKey(key).start();
    }

    @Override
    public CompletableFuture<@Nullable V> put(K key, V value) {
        return map.put(key, value, MapCore.COLLECTIONS_TTL).start();
    }

    @Override
    public CompletableFuture<@Nullable V> put(K key, V value, Duration timeToLive) {
        return map.put(key, value, Durations.millis(timeToLive)).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> set(K key, V value) {
        return map.set(key, value, MapCore.COLLECTIONS_TTL).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> set(K key, V value, Duration timeToLive) {
        return map.set(key, value, Durations.millis(timeToLive)).start();
    }

    @Override
    public CompletableFuture<@Nullable V> putIfAbsent(K key, V value) {
        return map.putIfAbsent(key, value, MapCore.COLLECTIONS_TTL).start();
    }

    @Override
    public CompletableFuture<@Nullable V> putIfAbsent(K key, V value, Duration timeToLive) {
        return map.putIfAbsent(key, value, Durations.millis(timeToLive)).start();
    }

    @Override
    public CompletableFuture<@Nullable V> remove(K key) {
        return map.remove(key).start();
    }

    @Override
    public CompletableFuture<Boolean> remove(K key, V value) {
        return map.removeIfEquals(key, value).start();
    }

    @Override
    public CompletableFuture<@Nullable V> replace(K key, V value) {
        return map.replace(key, value).start();
    }

    @Override
    public CompletableFuture<Boolean> replace(K key, V expected, V value) {
        return map.replaceIfEquals(key, expected, value).start();
    }

    // ---- the user's functions

    @Override
    public CompletableFuture<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return updates.start(MapFunctions.compute(map.encodeNewKey(key), key, function));
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
        return updates.start(MapFunctions.computeIfPresent(map.encodeKey(key), key, function));
    }

    @Override
    public CompletableFuture<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return updates.start(MapFunctions.merge(map.encodeNewKey(key), value, function));
    }

    // ---- many keys

    @Override
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        return KeyQueries.getAll(map, keys);
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
        return map.named().destroy();
    }
}
