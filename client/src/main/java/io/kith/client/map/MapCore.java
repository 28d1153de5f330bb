package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a map, and of a set, which is a map without values: each declared once, for those who wait for its
 * result and those who do not.
 */
final class MapCore<K, V> {
    /** Says that an entry lives as long as its collection's entries do. */
    static final long COLLECTIONS_TTL = 0;

    private final NamedCollection named;
    private final Grid grid;
    private final KeyTurns turns;
    private final Function<byte[], @Nullable V> optional = this::readOptional;

    /**
     * The entries of a collection.
     *
     * @param turns whose turn it is to update a key; one for all of a client's maps
     */
    MapCore(NamedCollection named, KeyTurns turns) {
        this.named = named;
        this.grid = named.grid();
        this.turns = turns;
    }

    NamedCollection named() {
        return named;
    }

    Grid grid() {
        return grid;
    }

    KeyTurns turns() {
        return turns;
    }

    int partitionOf(byte[] key) {
        return named.partitionOf(key);
    }

    /** How operations are to name the map in a partition. */
    CollectionRef in(int partition) {
        return named.in(partition);
    }

    byte[] encode(Object value) {
        return grid.encoding().encode(value);
    }

    /** An operation in a partition, and what is made of its encoded result. */
    <R extends @Nullable Object> Call<R> call(int partition, byte[] operation, Function<byte[], ? extends R> reader) {
        return named.call(partition, operation, reader);
    }

    /** An operation that results in a value or none. */
    private Call<@Nullable V> reading(int partition, byte[] operation) {
        return call(partition, operation, optional).decoding(Encoding::isQuick);
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
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.get(in(partition), encoded));
    }

    Call<Boolean> containsKey(Object key) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return call(partition, MapOperations.containsKey(in(partition), encoded), Results::bool);
    }

    /** The encoded value of a key. */
    Call<byte @Nullable []> getEncoded(byte[] encodedKey) {
        int partition = partitionOf(encodedKey);
        return call(partition, MapOperations.get(in(partition), encodedKey), Results::optionalBytes);
    }

    Call<CompareAndSetResult> compareAndSet(
            byte[] encodedKey, byte @Nullable [] expected, byte @Nullable [] replacement) {
        int partition = partitionOf(encodedKey);
        byte[] operation =
                MapOperations.compareAndSet(in(partition), encodedKey, expected, replacement, COLLECTIONS_TTL);
        return call(partition, operation, MapOperations::compareAndSetResult);
    }

    Call<@Nullable V> put(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.put(in(partition), encoded, encode(value), ttlMillis));
    }

    Call<@Nullable Void> set(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return call(partition, MapOperations.set(in(partition), encoded, encode(value), ttlMillis), Async::nothing);
    }

    Call<@Nullable V> putIfAbsent(K key, V value, long ttlMillis) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.putIfAbsent(in(partition), encoded, encode(value), ttlMillis));
    }

    Call<@Nullable V> remove(Object key) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.remove(in(partition), encoded));
    }

    /** Removes a key without fetching its value. */
    Call<Boolean> delete(byte[] encodedKey) {
        int partition = partitionOf(encodedKey);
        return call(partition, MapOperations.delete(in(partition), encodedKey), Results::bool);
    }

    Call<Boolean> removeIfEquals(byte[] encodedKey, byte[] encodedValue) {
        int partition = partitionOf(encodedKey);
        return call(partition, MapOperations.removeIfEquals(in(partition), encodedKey, encodedValue), Results::bool);
    }

    Call<@Nullable V> replace(K key, V value) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.replace(in(partition), encoded, encode(value), COLLECTIONS_TTL));
    }

    Call<Boolean> replaceIfEquals(K key, V expected, V value) {
        byte[] encoded = encode(key);
        int partition = partitionOf(encoded);
        byte[] operation =
                MapOperations.replaceIfEquals(in(partition), encoded, encode(expected), encode(value), COLLECTIONS_TTL);
        return call(partition, operation, Results::bool);
    }

    Call<Boolean> contains(Object element) {
        byte[] encoded = encode(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.contains(in(partition), encoded), Results::bool);
    }

    Call<Boolean> add(Object element, long ttlMillis) {
        byte[] encoded = encode(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.add(in(partition), encoded, ttlMillis), SetOperations::added);
    }

    Call<Boolean> removeElement(Object element) {
        byte[] encoded = encode(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.remove(in(partition), encoded), Results::bool);
    }

    // ---- many keys

    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        return Async.map(
                batchesOf(keys)
                        .runReading(
                                MapOperations::getAll,
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
        KeyBatches<MapEntry> batches = new KeyBatches<>(named);
        entries.forEach((key, value) -> {
            byte[] encodedKey = encode(key);
            byte[] encodedValue = encode(value);
            batches.add(
                    encodedKey, new MapEntry(encodedKey, encodedValue), (long) encodedKey.length + encodedValue.length);
        });
        return sum(batches, (name, batch) -> MapOperations.putAll(name, batch, COLLECTIONS_TTL));
    }

    /** A future of how many of the keys had a value. */
    CompletableFuture<Long> removeAll(Collection<?> keys) {
        return sum(batchesOf(keys), MapOperations::removeAll);
    }

    /** Keys, encoded, by partition. */
    KeyBatches<byte[]> batchesOf(Collection<?> keys) {
        KeyBatches<byte[]> batches = new KeyBatches<>(named);
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
        AtomicLong sum = new AtomicLong();
        return Async.map(
                FanOut.overAll(
                        grid,
                        named.handle(),
                        partition -> MapOperations.size(in(partition)),
                        (partition, payload) -> sum.addAndGet(Results.number(payload))),
                done -> sum.get());
    }

    CompletableFuture<Long> clear() {
        return new Clearing(named).start();
    }

    CompletableFuture<Boolean> containsValue(Object value) {
        byte[] encoded = encode(value);
        return FanOut.any(
                grid, named.handle(), partition -> MapOperations.containsValue(in(partition), encoded), Results::bool);
    }

    CompletableFuture<Boolean> isEmpty() {
        return Async.map(
                FanOut.any(
                        grid,
                        named.handle(),
                        partition -> MapOperations.size(in(partition)),
                        payload -> Results.number(payload) > 0),
                any -> !any);
    }

    /** Asks for a page of one partition's entries. */
    CompletableFuture<byte[]> page(int partition, byte @Nullable [] afterKey, boolean keysOnly) {
        byte[] operation =
                MapOperations.page(in(partition), afterKey, MapCursor.PAGE_ENTRIES, MapCursor.PAGE_BYTES, keysOnly);
        return named.call(partition, operation).submit();
    }
}
