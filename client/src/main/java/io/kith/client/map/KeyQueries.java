package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.SetOperations;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

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

    /** A future of how many of these keys were there and are removed now. */
    static CompletableFuture<Long> removeAll(MapCore<?, ?> map, KeyBatches<byte[]> keys) {
        return MapCore.sum(keys, MapOperations::removeAll);
    }

    /** A future of how many of these elements were not in the set before. */
    static CompletableFuture<Long> addAll(MapCore<?, ?> set, Collection<?> elements) {
        return MapCore.sum(
                set.batchesOf(elements), (name, batch) -> SetOperations.addAll(name, batch, MapCore.COLLECTIONS_TTL));
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
