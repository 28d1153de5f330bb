package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Care;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.client.grid.Steps;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.Collection;
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
    private final Care care = new Care();
    private final MapTaking<V> taking = new MapTaking<>(this, care);

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

    byte[] encodeKey(Object key) {
        return grid.encoding().encodeKey(key);
    }

    byte[] encodeNewKey(Object key) {
        return grid.encoding().encodeNewKey(key);
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
        byte[] encoded = encodeKey(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.get(in(partition), encoded));
    }

    Call<Boolean> containsKey(Object key) {
        byte[] encoded = encodeKey(key);
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
        byte[] encoded = encodeNewKey(key);
        int partition = partitionOf(encoded);
        byte[] encodedValue = encode(value);
        return reading(partition, MapOperations.put(in(partition), encoded, encodedValue, ttlMillis))
                .undoing(payload -> taking.unreplace(encoded, encodedValue, payload))
                .carefully(care, () -> taking.put(encoded, encodedValue, ttlMillis));
    }

    Call<@Nullable Void> set(K key, V value, long ttlMillis) {
        byte[] encoded = encodeNewKey(key);
        int partition = partitionOf(encoded);
        return call(partition, MapOperations.set(in(partition), encoded, encode(value), ttlMillis), Async::nothing);
    }

    Call<@Nullable V> putIfAbsent(K key, V value, long ttlMillis) {
        byte[] encoded = encodeNewKey(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.putIfAbsent(in(partition), encoded, encode(value), ttlMillis));
    }

    Call<@Nullable V> remove(Object key) {
        byte[] encoded = encodeKey(key);
        int partition = partitionOf(encoded);
        return reading(partition, MapOperations.remove(in(partition), encoded))
                .undoing(payload -> taking.unremove(encoded, payload))
                .carefully(care, () -> taking.remove(encoded));
    }

    /** Removes a key without fetching its value. */
    Call<Boolean> delete(byte[] encodedKey) {
        int partition = partitionOf(encodedKey);
        return call(partition, MapOperations.delete(in(partition), encodedKey), Results::bool);
    }

    /** Removes a key if it has a value of just these bytes. */
    Call<Boolean> removeIfHas(byte[] encodedKey, byte[] encodedValue) {
        int partition = partitionOf(encodedKey);
        return call(partition, MapOperations.removeIfEquals(in(partition), encodedKey, encodedValue), Results::bool);
    }

    Call<@Nullable V> replace(K key, V value) {
        byte[] encoded = encodeKey(key);
        int partition = partitionOf(encoded);
        byte[] encodedValue = encode(value);
        return reading(partition, MapOperations.replace(in(partition), encoded, encodedValue, COLLECTIONS_TTL))
                .undoing(payload -> taking.unreplace(encoded, encodedValue, payload))
                .carefully(care, () -> taking.replace(encoded, encodedValue));
    }

    Steps<Boolean> replaceIfEquals(K key, V expected, V value) {
        return Conditional.replacing(this, key, expected, value);
    }

    Steps<Boolean> removeIfEquals(Object key, Object expected) {
        return Conditional.removing(this, key, expected);
    }

    Call<Boolean> contains(Object element) {
        byte[] encoded = encodeKey(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.contains(in(partition), encoded), Results::bool);
    }

    Call<Boolean> add(Object element, long ttlMillis) {
        byte[] encoded = encodeNewKey(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.add(in(partition), encoded, ttlMillis), SetOperations::added);
    }

    Call<Boolean> removeElement(Object element) {
        byte[] encoded = encodeKey(element);
        int partition = partitionOf(encoded);
        return call(partition, SetOperations.remove(in(partition), encoded), Results::bool);
    }

    // ---- many keys

    /** A future of how many keys had no value before. */
    CompletableFuture<Long> putAll(Map<? extends K, ? extends V> entries) {
        KeyBatches<MapEntry> batches = new KeyBatches<>(named);
        entries.forEach((key, value) -> {
            byte[] encodedKey = encodeNewKey(key);
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
            byte[] encoded = encodeKey(key);
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
        CompletableFuture<Boolean> byBytes = FanOut.any(
                grid, named.handle(), partition -> MapOperations.containsValue(in(partition), encoded), Results::bool);
        if (grid.encoding().isEqualByBytes(value)) {
            return byBytes;
        }
        return Async.then(
                byBytes,
                found -> found ? CompletableFuture.completedFuture(true) : KeyQueries.containsEqualValue(this, value));
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
