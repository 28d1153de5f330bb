package io.kith.client;

import io.kith.collections.MapOperations;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Questions and removals about many keys, a request a partition. */
final class KeyQueries {

    private KeyQueries() {}

    /** A future of whether all keys are there. */
    static CompletableFuture<Boolean> containsAll(MapCore<?, ?> map, Collection<?> keys) {
        AtomicBoolean all = new AtomicBoolean(true);
        return Async.map(
                map.batchesOf(keys).run(batch -> MapOperations.containsKeys(map.id(), batch), (batch, payload) -> {
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
        return MapCore.sum(keys, batch -> MapOperations.removeAll(map.id(), batch));
    }
}
