package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.Results;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a map, and of a set, which is a map without values: each declared once, for those who wait for its
 * result and those who do not.
 */
final class MapCore<K, V> {
    private final NamedCollection named;
    private final Grid grid;
    private final long id;
    private final LongSupplier defaultTtlMillis;
    private final KeyTurns turns;
    private final Function<byte[], @Nullable V> optional = this::readOptional;

    /**
     * The entries of a collection.
     *
     * @param defaultTtlMillis how long those live that name no time themselves; 0 for ever
     * @param turns whose turn it is to update a key; one for all of a client's maps
     */
    MapCore(NamedCollection named, LongSupplier defaultTtlMillis, KeyTurns turns) {
        this.named = named;
        this.grid = named.grid();
        this.id = named.id();
        this.defaultTtlMillis = defaultTtlMillis;
        this.turns = turns;
    }

    NamedCollection named() {
        return named;
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

    KeyTurns turns() {
        return turns;
    }

    byte[] encode(Object value) {
        return grid.encoding().encode(value);
    }

    /** An operation on one key. */
    Call<byte[]> call(byte[] key, byte[] operation) {
        return grid.call(grid.partitionOf(id, key), operation);
    }

    /** An operation on one key, and what is made of its encoded result. */
    <R extends @Nullable Object> Call<R> call(byte[] key, byte[] operation, Function<byte[], ? extends R> reader) {
        return grid.call(grid.partitionOf(id, key), operation, reader);
    }

    @SuppressWarnings("unchecked") // As with any map: what is read is what was put, of whatever type that is.
    K readKey(byte[] bytes) {
        return (K) grid.encoding().decode(bytes);
    }

    @SuppressWarnings("unchecked") // As with any map: what is read is what was put, of whatever type that is.
    V readValue(byte[] bytes) {
        return (V) grid.encoding().decode(bytes);
    }

    @Nullable
    V readNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : readValue(bytes);
    }

    private @Nullable V readOptional(byte[] payload) {
        return readNullable(Results.optionalBytes(payload));
    }

    // ---- one key

    Call<@Nullable V> get(Object key) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.get(id, encoded), optional);
    }

    Call<Boolean> containsKey(Object key) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.containsKey(id, encoded), Results::bool);
    }

    Call<@Nullable V> put(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.put(id, encoded, encode(value), ttlMillis), optional);
    }

    Call<@Nullable Void> set(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.set(id, encoded, encode(value), ttlMillis), Async::nothing);
    }

    Call<@Nullable V> putIfAbsent(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.putIfAbsent(id, encoded, encode(value), ttlMillis), optional);
    }

    Call<@Nullable V> remove(Object key) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.remove(id, encoded), optional);
    }

    /** Removes a key without fetching its value. */
    Call<Boolean> delete(byte[] encodedKey) {
        return call(encodedKey, MapOperations.delete(id, encodedKey), Results::bool);
    }

    Call<Boolean> removeIfEquals(byte[] encodedKey, byte[] encodedValue) {
        return call(encodedKey, MapOperations.removeIfEquals(id, encodedKey, encodedValue), Results::bool);
    }

    Call<@Nullable V> replace(K key, V value) {
        byte[] encoded = encode(key);
        return call(encoded, MapOperations.replace(id, encoded, encode(value), defaultTtlMillis()), optional);
    }

    Call<Boolean> replaceIfEquals(K key, V expected, V value) {
        byte[] encoded = encode(key);
        byte[] operation =
                MapOperations.replaceIfEquals(id, encoded, encode(expected), encode(value), defaultTtlMillis());
        return call(encoded, operation, Results::bool);
    }

    Call<Boolean> contains(Object element) {
        byte[] encoded = encode(element);
        return call(encoded, SetOperations.contains(id, encoded), Results::bool);
    }

    Call<Boolean> add(Object element, long ttlMillis) {
        byte[] encoded = encode(element);
        return call(encoded, SetOperations.add(id, encoded, ttlMillis), SetOperations::added);
    }

    Call<Boolean> removeElement(Object element) {
        byte[] encoded = encode(element);
        return call(encoded, SetOperations.remove(id, encoded), Results::bool);
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
            byte[] encodedKey = encode(key);
            byte[] encodedValue = encode(value);
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
            byte[] encoded = encode(key);
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
        return FanOut.any(grid, MapOperations.containsValue(id, encode(value)), Results::bool);
    }

    CompletableFuture<Boolean> isEmpty() {
        return Async.map(FanOut.any(grid, MapOperations.size(id), payload -> Results.number(payload) > 0), any -> !any);
    }

    /** Asks for a page of one partition's entries. */
    CompletableFuture<byte[]> page(int partition, byte @Nullable [] afterKey, boolean keysOnly) {
        return grid.call(
                        partition,
                        MapOperations.page(id, afterKey, MapCursor.PAGE_ENTRIES, MapCursor.PAGE_BYTES, keysOnly))
                .submit();
    }
}
