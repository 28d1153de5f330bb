package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.SetOperations;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Questions and removals about many keys, a request a partition. */
final class KeyQueries {

    private KeyQueries() {}

    /** A future of whether all keys are there. */
    static CompletableFuture<Boolean> containsAll(MapCore<?, ?> map, Collection<?> keys) {
        AtomicBoolean all = new AtomicBoolean(true);
        return Async.map(
                map.batchesOf(keys).run(MapOperations::containsKeys, (batch, payload) -> {
                    for (boolean present : MapOperations.presence(payload)) {
                        if (!present) {
                            all.set(false);
                        }
                    }
                }),
                done -> all.get());
    }

    /** A future of the entries that these keys have. */
    static <K, V> CompletableFuture<Map<K, V>> getAll(MapCore<K, V> map, Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        return Async.map(
                map.batchesOf(keys).runReading(MapOperations::getAll, (batch, payload) -> {
                    List<byte @Nullable []> values = MapOperations.values(payload);
                    for (int i = 0; i < batch.size(); i++) {
                        byte[] value = values.get(i);
                        if (value != null) {
                            found.put(map.readKey(batch.get(i)), map.readValue(value));
                        }
                    }
                }),
                done -> found);
    }

    /** A future of how many of these keys were there and are removed now. */
    static CompletableFuture<Long> removeAll(MapCore<?, ?> map, KeyBatches<byte[]> keys) {
        return MapCore.sum(keys, MapOperations::removeAll);
    }

    /** A future of how many of these elements were not in the set before. */
    static CompletableFuture<Long> addAll(MapCore<?, ?> set, Collection<?> elements) {
        KeyBatches<byte[]> batches = new KeyBatches<>(set.named());
        for (Object element : elements) {
            byte[] encoded = set.encodeNewKey(element);
            batches.add(encoded, encoded, encoded.length);
        }
        return MapCore.sum(batches, (name, batch) -> SetOperations.addAll(name, batch, MapCore.COLLECTIONS_TTL));
    }

    /** A future of whether a value is equal to {@code value}, which is found out here, as its bytes may differ. */
    static CompletableFuture<Boolean> containsEqualValue(MapCore<?, ?> map, Object value) {
        AtomicBoolean found = new AtomicBoolean();
        return Async.map(
                PageWalk.over(map, false, page -> {
                    for (MapEntry entry : page) {
                        if (!found.get() && map.grid().encoding().isEqual(value, entry.value())) {
                            found.set(true);
                        }
                    }
                    return CompletableFuture.completedFuture(null);
                }),
                done -> found.get());
    }

    /** Removes the keys that {@code filter} holds for, a page at a time; returns whether there was one. */
    static <K> boolean removeIf(MapCore<K, ?> map, Predicate<? super K> filter) {
        Objects.requireNonNull(filter);
        MapCursor<K, ?> cursor = new MapCursor<>(map, true);
        boolean changed = false;
        for (List<MapEntry> page = cursor.nextPage(); page != null; page = cursor.nextPage()) {
            KeyBatches<byte[]> doomed = new KeyBatches<>(map.named());
            for (MapEntry entry : page) {
                if (filter.test(map.readKey(entry.key()))) {
                    doomed.add(entry.key(), entry.key(), entry.key().length);
                }
            }
            changed |= map.grid().awaitAll(removeAll(map, doomed)) > 0;
        }
        return changed;
    }
}
