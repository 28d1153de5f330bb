package io.kith.cluster.simulation;

import io.kith.cluster.linearizability.CheckResult;
import io.kith.cluster.linearizability.HistoryRecorder;
import io.kith.cluster.linearizability.LinearizabilityChecker;
import io.kith.cluster.linearizability.MapCall;
import io.kith.cluster.linearizability.MapModel;
import io.kith.collections.MapOperations;
import io.kith.collections.Results;
import io.kith.ring.PartitionHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clients that use a few keys of one map. Each write has a value of its own, so that a read tells what it saw. */
public final class MapWorkload implements Workload {
    private static final String MAP = "map";
    private static final long MAP_ID = PartitionHash.collectionId(MAP);

    /** Histories of one run are short; what takes longer than this is one that nobody can decide. */
    private static final long CHECK_BUDGET = 1_000_000;

    private final WorkloadOptions options;
    private final KeyPool keys;
    private final HistoryRecorder<MapCall> recorder = new HistoryRecorder<>();
    private final TreeMap<Long, Long> latestValues = new TreeMap<>();
    private long lastValue;
    private long undecided;

    public MapWorkload(WorkloadOptions options) {
        this.options = options;
        this.keys = new KeyPool(options.keys());
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        if (random.nextInt(100) < options.readPerCent()) {
            long key = keys.forRead(random);
            byte[] k = bytes(key);
            return random.nextInt(4) == 0
                    ? read(
                            client,
                            key,
                            nowNanos,
                            new MapCall.ContainsKey(MAP, key),
                            MapOperations.containsKey(MAP_ID, k))
                    : read(client, key, nowNanos, new MapCall.Get(MAP, key), MapOperations.get(MAP_ID, k));
        }
        long key = keys.forWrite(random);
        byte[] k = bytes(key);
        long expected = latestValues.getOrDefault(key, 0L);
        long value = ++lastValue;
        byte[] v = bytes(value);
        byte[] e = bytes(expected);
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

    private ClientOperation read(long client, long key, long nowNanos, MapCall call, byte[] operation) {
        Function<byte[], @Nullable Object> result =
                call instanceof MapCall.ContainsKey ? Results::bool : MapWorkload::value;
        return operation(client, key, nowNanos, call, operation, true, result);
    }

    private ClientOperation write(long client, long key, long nowNanos, MapCall call, byte[] operation) {
        return operation(client, key, nowNanos, call, operation, false, MapWorkload::value);
    }

    private ClientOperation test(long client, long key, long nowNanos, MapCall call, byte[] operation) {
        return operation(client, key, nowNanos, call, operation, false, Results::bool);
    }

    private ClientOperation operation(
            long client,
            long key,
            long nowNanos,
            MapCall call,
            byte[] operation,
            boolean read,
            Function<byte[], @Nullable Object> result) {
        return new ClientOperation(
                call.toString(),
                PartitionHash.keyHash(MAP_ID, bytes(key)),
                operation,
                read,
                recorder.invoke(client, call, nowNanos),
                result,
                read ? () -> {} : () -> keys.gaveUp(key));
    }

    @Override
    public List<String> contradictions() {
        List<String> found = new ArrayList<>();
        CheckResult result = new LinearizabilityChecker(CHECK_BUDGET).decide(recorder.history(), new MapModel());
        if (result instanceof CheckResult.NotLinearizable violation) {
            found.add("LINEARIZABILITY of " + violation.key() + ": " + violation.explanation());
        } else if (result instanceof CheckResult.GaveUp) {
            undecided++;
        }
        return found;
    }

    @Override
    public long histories() {
        return keys.size();
    }

    @Override
    public long undecided() {
        return undecided;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static @Nullable Object value(byte[] payload) {
        byte[] bytes = Results.optionalBytes(payload);
        return bytes == null ? null : (Object) ByteBuffer.wrap(bytes).getLong();
    }
}
