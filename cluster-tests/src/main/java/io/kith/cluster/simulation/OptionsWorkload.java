package io.kith.cluster.simulation;

import io.kith.collections.map.MapOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.config.SettingKeys;
import io.kith.ring.PartitionHash;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that share a map whose entries live for some time only, and a deque that takes so many elements and no more, while
 * somebody changes both by the cluster's settings.
 */
final class OptionsWorkload implements Workload {
    private static final String MAP = "entries-that-end";
    private static final String DEQUE = "few-elements";
    private static final int KEYS = 2;
    private static final int GIVEN_CAPACITY = 3;
    private static final long GIVEN_TTL_MILLIS = 700;
    private static final int MAX_WAIT_MILLIS = 1_500;
    private static final List<String> TTLS_MILLIS = List.of("1", "80", "400", "60000");
    private static final List<String> CAPACITIES = List.of("1", "2", "5", "1000");

    private final WorkloadOptions options;
    private final KeyPool keys = new KeyPool(KEYS);
    private final KeyPool deques = new KeyPool(1);
    private final RecordedCalls<MapCall, Optional<Object>> ofMap = new RecordedCalls<>(new MapModel());
    private final RecordedCalls<SequenceCall, List<Object>> ofDeque = new RecordedCalls<>(new SequenceModel());
    private long lastValue;

    OptionsWorkload(WorkloadOptions options) {
        this.options = options;
    }

    /** A setting that concerns one of these collections, and a value for it: null to unset it. */
    record Wish(String key, @Nullable String value) {}

    /** Some change of the settings. */
    static Wish anyWish(RandomGenerator random) {
        boolean ofMap = random.nextBoolean();
        List<String> values = ofMap ? TTLS_MILLIS : CAPACITIES;
        int index = random.nextInt(values.size() + 1);
        return new Wish(
                ofMap ? SettingKeys.ttlMillisOf(MAP) : SettingKeys.capacityOf(DEQUE),
                index == values.size() ? null : values.get(index));
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        return random.nextBoolean()
                ? map(client, random, nowNanos).opens(MAP, new CollectionOptions(GIVEN_TTL_MILLIS, 0))
                : deque(client, random, nowNanos).opens(DEQUE, new CollectionOptions(0, GIVEN_CAPACITY));
    }

    private ClientOperation map(long client, RandomGenerator random, long nowNanos) {
        CollectionRef map = SimulatedCollections.named(CollectionType.HASH_MAP, MAP);
        boolean reads = random.nextInt(100) < options.readPerCent();
        long key = reads ? keys.forRead(random) : keys.forWrite(random);
        byte[] bytes = RecordedCalls.bytes(key);
        long hash = PartitionHash.keyHash(map.hash(), bytes);
        if (reads) {
            return ofMap.invoke(client, new MapCall.Get(MAP, key), nowNanos)
                    .read(hash, MapOperations.get(map, bytes), OptionsWorkload::element);
        }
        Runnable unknown = () -> keys.gaveUp(key);
        int dice = random.nextInt(6);
        if (dice == 0) {
            return ofMap.invoke(client, new MapCall.Remove(MAP, key), nowNanos)
                    .write(hash, MapOperations.remove(map, bytes), OptionsWorkload::element, unknown);
        }
        long value = ++lastValue;
        byte[] valueBytes = RecordedCalls.bytes(value);
        // It may end whenever it likes, as clocks may be wrong.
        ofMap.happens(client, new MapCall.RemoveIf(MAP, key, value), nowNanos);
        return dice == 1
                ? ofMap.invoke(client, new MapCall.PutIfAbsent(MAP, key, value), nowNanos)
                        .write(
                                hash,
                                MapOperations.putIfAbsent(map, bytes, valueBytes, 0),
                                OptionsWorkload::element,
                                unknown)
                : ofMap.invoke(client, new MapCall.Put(MAP, key, value), nowNanos)
                        .write(hash, MapOperations.put(map, bytes, valueBytes, 0), OptionsWorkload::element, unknown);
    }

    private ClientOperation deque(long client, RandomGenerator random, long nowNanos) {
        long number = deques.forWrite(random);
        String name = DEQUE + " " + number;
        CollectionRef deque = SimulatedCollections.named(CollectionType.VEC_DEQUE, name);
        Runnable unknown = () -> deques.gaveUp(number);
        if (random.nextInt(200) < options.readPerCent()) {
            return ofDeque.invoke(client, new SequenceCall.PeekFirst(name), nowNanos)
                    .read(deque.hash(), DequeOperations.peek(deque, true), OptionsWorkload::element);
        }
        int dice = random.nextInt(10);
        if (dice < 5) {
            long element = ++lastValue;
            byte[] bytes = RecordedCalls.bytes(element);
            RecordedCalls<SequenceCall, List<Object>>.Started call =
                    ofDeque.invoke(client, new SequenceCall.AddLast(name, element), nowNanos);
            return dice < 3
                    ? call.write(
                            deque.hash(),
                            DequeOperations.offer(deque, false, bytes),
                            OptionsWorkload::nothingIfAdded,
                            unknown)
                    : call.waitingWrite(
                            deque.hash(),
                            DequeOperations.put(deque, false, bytes, random.nextInt(MAX_WAIT_MILLIS)),
                            OptionsWorkload::nothingIfAdded,
                            unknown);
        }
        SequenceCall call = new SequenceCall.PollFirst(name);
        return dice < 9
                ? ofDeque.invoke(client, call, nowNanos)
                        .write(deque.hash(), DequeOperations.poll(deque, true), OptionsWorkload::element, unknown)
                : ofDeque.invoke(client, call, nowNanos)
                        .waitingWrite(
                                deque.hash(),
                                DequeOperations.take(deque, true, random.nextInt(MAX_WAIT_MILLIS)),
                                OptionsWorkload::element,
                                unknown);
    }

    private static @Nullable Object nothingIfAdded(byte[] payload) {
        return Results.bool(payload) ? null : ClientOperation.NO_EFFECT;
    }

    private static @Nullable Object element(byte[] payload) {
        byte[] found = Results.optionalBytes(payload);
        return found == null ? null : (Object) RecordedCalls.number(found);
    }

    @Override
    public List<String> contradictions() {
        List<String> found = new ArrayList<>(ofMap.contradictions());
        found.addAll(ofDeque.contradictions());
        return found;
    }

    @Override
    public long histories() {
        return keys.size() + deques.size();
    }

    @Override
    public long undecided() {
        return ofMap.undecided() + ofDeque.undecided();
    }
}
