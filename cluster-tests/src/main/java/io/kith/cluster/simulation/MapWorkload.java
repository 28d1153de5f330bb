package io.kith.cluster.simulation;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clients that use a few keys of one map. Each write has a value of its own, so that a read tells what it saw. */
public final class MapWorkload implements Workload {
    private static final String MAP = "map";
    private static final CollectionRef MAP_ID = SimulatedCollections.named(CollectionType.HASH_MAP, MAP);

    private final WorkloadOptions options;
    private final KeyPool keys;
    private final RecordedCalls<MapCall, Optional<Object>> calls = new RecordedCalls<>(new MapModel());
    private final TreeMap<Long, Long> latestValues = new TreeMap<>();
    private long lastValue;

    public MapWorkload(WorkloadOptions options) {
        this.options = options;
        this.keys = new KeyPool(options.keys());
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        if (random.nextInt(100) < options.readPerCent()) {
            long key = keys.forRead(random);
            MapCall call = switch (random.nextInt(5)) {
                case 0 -> new MapCall.ContainsKey(MAP, key);
                case 1 -> new MapCall.ContainsValue(MAP, key, latestValues.getOrDefault(key, 0L));
                default -> new MapCall.Get(MAP, key);
            };
            return read(client, key, nowNanos, call);
        }
        long key = keys.forWrite(random);
        byte[] k = RecordedCalls.bytes(key);
        long expected = latestValues.getOrDefault(key, 0L);
        long value = ++lastValue;
        byte[] v = RecordedCalls.bytes(value);
        byte[] e = RecordedCalls.bytes(expected);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                latestValues.put(key, value);
                return write(
                        client, key, nowNanos, new MapCall.Put(MAP, key, value), MapOperations.put(MAP_ID, k, v, 0));
            }
            case 2 -> {
                latestValues.put(key, value);
                MapCall call = new MapCall.PutIfAbsent(MAP, key, value);
                return write(client, key, nowNanos, call, MapOperations.putIfAbsent(MAP_ID, k, v, 0));
            }
            case 3 -> {
                return write(client, key, nowNanos, new MapCall.Remove(MAP, key), MapOperations.remove(MAP_ID, k));
            }
            case 4 -> {
                MapCall call = new MapCall.RemoveIf(MAP, key, expected);
                return test(client, key, nowNanos, call, MapOperations.removeIfEquals(MAP_ID, k, e));
            }
            case 5 -> {
                latestValues.put(key, value);
                MapCall call = new MapCall.Replace(MAP, key, value);
                return write(client, key, nowNanos, call, MapOperations.replace(MAP_ID, k, v, 0));
            }
            default -> {
                latestValues.put(key, value);
                MapCall call = new MapCall.CompareAndSet(MAP, key, expected, value);
                return test(client, key, nowNanos, call, MapOperations.replaceIfEquals(MAP_ID, k, e, v, 0));
            }
        }
    }

    private ClientOperation read(long client, long key, long nowNanos, MapCall call) {
        byte[] k = RecordedCalls.bytes(key);
        RecordedCalls<MapCall, Optional<Object>>.Started invoked = calls.invoke(client, call, nowNanos);
        if (call instanceof MapCall.ContainsKey) {
            return invoked.read(hash(key), MapOperations.containsKey(MAP_ID, k), Results::bool);
        }
        if (call instanceof MapCall.ContainsValue contains) {
            byte[] value = RecordedCalls.bytes((long) contains.value());
            return invoked.read(hash(key), MapOperations.containsValue(MAP_ID, value), Results::bool);
        }
        return invoked.read(hash(key), MapOperations.get(MAP_ID, k), MapWorkload::value);
    }

    private ClientOperation write(long client, long key, long nowNanos, MapCall call, byte[] operation) {
        return calls.invoke(client, call, nowNanos)
                .write(hash(key), operation, MapWorkload::value, () -> keys.gaveUp(key));
    }

    private ClientOperation test(long client, long key, long nowNanos, MapCall call, byte[] operation) {
        return calls.invoke(client, call, nowNanos).write(hash(key), operation, Results::bool, () -> keys.gaveUp(key));
    }

    private static long hash(long key) {
        return PartitionHash.keyHash(MAP_ID.hash(), RecordedCalls.bytes(key));
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return keys.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }

    private static @Nullable Object value(byte[] payload) {
        byte[] bytes = Results.optionalBytes(payload);
        return bytes == null ? null : (Object) RecordedCalls.number(bytes);
    }
}
