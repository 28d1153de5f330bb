package io.kith.client.map;

import io.kith.client.AsyncHashMap;
import io.kith.client.RemoteHashMap;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Grid;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapEntry;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteHashMap} as this process sees it. */
public final class HashMapProxy<K, V> extends AbstractMap<K, V> implements RemoteHashMap<K, V> {
    private final NamedCollection named;
    private final Grid grid;
    private final MapCore<K, V> core;
    private final MapUpdates<K, V> updates;
    private final AsyncHashMap<K, V> async;

    /** The map as {@code named}; {@code turns} are those of the client. */
    public HashMapProxy(NamedCollection named, KeyTurns turns) {
        this.named = named;
        this.grid = named.grid();
        this.core = new MapCore<>(named, turns);
        this.updates = new MapUpdates<>(core);
        this.async = new AsyncMapProxy<>(core, updates);
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public AsyncHashMap<K, V> async() {
        return async;
    }

    @Override
    public void destroy() {
        named.awaitDestroyed();
    }

    // ---- one key

    @Override
    public @Nullable V get(Object key) {
        return core.get(key).await();
    }

    @Override
    public V getOrDefault(Object key, V fallback) {
        V value = get(key);
        return value == null ? fallback : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return core.containsKey(key).await();
    }

    @Override
    public @Nullable V put(K key, V value) {
        return core.put(key, value, MapCore.COLLECTIONS_TTL).await();
    }

    @Override
    public @Nullable V put(K key, V value, Duration timeToLive) {
        return core.put(key, value, Durations.millis(timeToLive)).await();
    }

    @Override
    public void set(K key, V value) {
        core.set(key, value, MapCore.COLLECTIONS_TTL).await();
    }

    @Override
    public void set(K key, V value, Duration timeToLive) {
        core.set(key, value, Durations.millis(timeToLive)).await();
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return core.putIfAbsent(key, value, MapCore.COLLECTIONS_TTL).await();
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value, Duration timeToLive) {
        return core.putIfAbsent(key, value, Durations.millis(timeToLive)).await();
    }

    @Override
    public @Nullable V remove(Object key) {
        return core.remove(key).await();
    }

    @Override
    public boolean remove(Object key, Object value) {
        Objects.requireNonNull(key);
        return value != null && core.removeIfEquals(key, value).await();
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return core.replace(key, value).await();
    }

    @Override
    public boolean replace(K key, V expected, V value) {
        return core.replaceIfEquals(key, expected, value).await();
    }

    // ---- the user's functions

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return updates.run(MapFunctions.compute(core.encodeNewKey(key), key, function));
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        V present = get(key);
        if (present != null) {
            return present;
        }
        V fresh = function.apply(key);
        if (fresh == null) {
            return null;
        }
        V before = putIfAbsent(key, fresh);
        return before == null ? fresh : before;
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return updates.run(MapFunctions.computeIfPresent(core.encodeKey(key), key, function));
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return updates.run(MapFunctions.merge(core.encodeNewKey(key), value, function));
    }

    // ---- many keys

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return grid.awaitAll(KeyQueries.getAll(core, keys));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        grid.awaitAll(core.putAll(entries));
    }

    @Override
    public int removeAll(Collection<? extends K> keys) {
        return Math.toIntExact(grid.awaitAll(core.removeAll(keys)));
    }

    @Override
    public long mappingCount() {
        return grid.awaitAll(core.size());
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, mappingCount());
    }

    @Override
    public boolean isEmpty() {
        return grid.awaitAll(core.isEmpty());
    }

    @Override
    public boolean containsValue(Object value) {
        return grid.awaitAll(core.containsValue(value));
    }

    @Override
    public void clear() {
        grid.awaitAll(core.clear());
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action);
        for (MapCursor<K, V> cursor = new MapCursor<>(core, false); cursor.hasNext(); ) {
            MapEntry entry = cursor.next();
            action.accept(core.readKey(entry.key()), core.readValue(entry.value()));
        }
    }

    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function);
        MapCursor<K, V> cursor = new MapCursor<>(core, false);
        for (List<MapEntry> page = cursor.nextPage(); page != null; page = cursor.nextPage()) {
            // All of the page first: were something under way when the function throws, it would happen after the
            // throw.
            List<byte[]> replacements = new ArrayList<>();
            for (MapEntry entry : page) {
                replacements.add(core.encode(function.apply(core.readKey(entry.key()), core.readValue(entry.value()))));
            }
            List<CompletableFuture<CompareAndSetResult>> attempts = new ArrayList<>();
            for (int i = 0; i < page.size(); i++) {
                MapEntry entry = page.get(i);
                attempts.add(core.compareAndSet(entry.key(), entry.value(), replacements.get(i))
                        .start());
            }
            for (int i = 0; i < attempts.size(); i++) {
                CompareAndSetResult result = grid.await(attempts.get(i));
                if (!result.applied()) {
                    byte[] encoded = page.get(i).key();
                    MapUpdates.Update<V> update = MapFunctions.replace(encoded, core.readKey(encoded), function);
                    updates.runFrom(update, result.current());
                }
            }
        }
    }

    // ---- views

    @Override
    public Set<K> keySet() {
        return new MapKeys<>(this, core);
    }

    @Override
    public Collection<V> values() {
        return new MapValues<>(this, core);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new MapEntries<>(this, core);
    }
}
