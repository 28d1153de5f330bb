package io.kith.client;

import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the waiting and the asynchronous face of a map, and a set, have in common. */
final class MapCore<K, V> {
    private final Grid grid;
    private final long id;
    private final LongSupplier defaultTtlMillis;

    /**
     * The entries of collection {@code id}.
     *
     * @param defaultTtlMillis how long those live that name no time themselves; 0 for ever
     */
    MapCore(Grid grid, long id, LongSupplier defaultTtlMillis) {
        this.grid = grid;
        this.id = id;
        this.defaultTtlMillis = defaultTtlMillis;
    }

    long defaultTtlMillis() {
        return defaultTtlMillis.getAsLong();
    }

    Grid grid() {
        return grid;
    }

    long id() {
        return id;
    }

    /** Sends an operation on one key and waits for its result. */
    byte[] call(byte[] key, byte[] operation) {
        return grid.call(grid.partitionOf(id, key), operation);
    }

    /** Sends an operation on one key, and waits until it is done. */
    void callForNothing(byte[] key, byte[] operation) {
        byte[] nothing = call(key, operation);
        if (nothing.length != 0) {
            throw new KithException("expected no result, but got one of " + nothing.length + " bytes");
        }
    }

    CompletableFuture<byte[]> submit(byte[] key, byte[] operation) {
        return grid.submit(grid.partitionOf(id, key), operation);
    }

    /** Sends an operation on one key; the future is for a user, of what {@code reader} makes of the encoded result. */
    <R extends @Nullable Object> CompletableFuture<R> submit(
            byte[] key, byte[] operation, Function<byte[], ? extends R> reader) {
        return grid.submit(grid.partitionOf(id, key), operation, reader);
    }

    /** Sends a part of an operation that was admitted as a whole. */
    CompletableFuture<byte[]> submitAdmitted(byte[] key, byte[] operation) {
        return grid.submitAdmitted(grid.partitionOf(id, key), operation);
    }

    @SuppressWarnings("unchecked") // As with any map: what is read is what was put, of whatever type that is.
    K readKey(byte[] bytes) {
        return (K) grid.serialization().decode(bytes);
    }

    @SuppressWarnings("unchecked") // As with any map: what is read is what was put, of whatever type that is.
    V readValue(byte[] bytes) {
        return (V) grid.serialization().decode(bytes);
    }

    @Nullable
    V readNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : readValue(bytes);
    }

    @Nullable
    V readOptional(byte[] payload) {
        return readNullable(Results.optionalBytes(payload));
    }

    // ---- many keys

    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        return Async.map(
                batchesOf(keys)
                        .run(
                                batch -> MapOperations.getAll(id, batch),
                                (batch, payload) -> collect(batch, MapOperations.values(payload), found)),
                done -> found);
    }

    private void collect(List<byte[]> keys, List<byte @Nullable []> values, Map<K, V> into) {
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                into.put(readKey(keys.get(i)), readValue(value));
            }
        }
    }

    /** A future of how many keys had no value before. */
    CompletableFuture<Long> putAll(Map<? extends K, ? extends V> entries) {
        KeyBatches<MapEntry> batches = new KeyBatches<>(grid, id);
        entries.forEach((key, value) -> {
            byte[] encodedKey = grid.encode(key);
            byte[] encodedValue = grid.encode(value);
            batches.add(
                    encodedKey, new MapEntry(encodedKey, encodedValue), (long) encodedKey.length + encodedValue.length);
        });
        return sum(batches, batch -> MapOperations.putAll(id, batch, defaultTtlMillis()));
    }

    /** A future of how many of the keys had a value. */
    CompletableFuture<Long> removeAll(Collection<?> keys) {
        return sum(batchesOf(keys), batch -> MapOperations.removeAll(id, batch));
    }

    /** Keys, encoded, by partition. */
    KeyBatches<byte[]> batchesOf(Collection<?> keys) {
        KeyBatches<byte[]> batches = new KeyBatches<>(grid, id);
        for (Object key : keys) {
            byte[] encoded = grid.encode(key);
            batches.add(encoded, encoded, encoded.length);
        }
        return batches;
    }

    /** A future of the sum of the numbers that the batches' operations result in. */
    static <T> CompletableFuture<Long> sum(KeyBatches<T> batches, KeyBatches.Operation<T> operation) {
        AtomicLong sum = new AtomicLong();
        return Async.map(
                batches.run(operation, (batch, payload) -> sum.addAndGet(Results.number(payload))), done -> sum.get());
    }

    // ---- the whole map

    CompletableFuture<Long> size() {
        return sumOverAll(MapOperations.size(id));
    }

    CompletableFuture<Long> clear() {
        return sumOverAll(MapOperations.clear(id));
    }

    private CompletableFuture<Long> sumOverAll(byte[] operation) {
        AtomicLong sum = new AtomicLong();
        return Async.map(
                FanOut.overAll(
                        grid, partition -> operation, (partition, payload) -> sum.addAndGet(Results.number(payload))),
                done -> sum.get());
    }

    CompletableFuture<Boolean> containsValue(Object value) {
        return FanOut.any(grid, MapOperations.containsValue(id, grid.encode(value)), Results::bool);
    }

    CompletableFuture<Boolean> isEmpty() {
        return Async.map(FanOut.any(grid, MapOperations.size(id), payload -> Results.number(payload) > 0), any -> !any);
    }

    /** Asks for a page of one partition's entries. */
    CompletableFuture<byte[]> page(int partition, byte @Nullable [] afterKey, boolean keysOnly) {
        return grid.submit(
                partition, MapOperations.page(id, afterKey, MapCursor.PAGE_ENTRIES, MapCursor.PAGE_BYTES, keysOnly));
    }

    static long millis(Duration timeToLive) {
        long millis = timeToLive.toMillis();
        if (millis < 1) {
            throw new IllegalArgumentException("a time to live is at least a millisecond, not " + timeToLive);
        }
        return millis;
    }
}
