package io.kith.cluster.simulation;

import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.map.MapOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import io.kith.simulation.history.LockCall;
import io.kith.simulation.history.LockModel;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is done with collections that may be destroyed at any time; what waits in them ends then. */
final class NamedUses {
    private static final int KEYS = 2;
    private static final int MAX_WAIT_MILLIS = 1_500;
    private static final int MAX_LEASE_MILLIS = 400;

    private final WorkloadOptions options;
    private final RecordedCalls<MapCall, Optional<Object>> ofMaps = new RecordedCalls<>(new MapModel());
    private final RecordedCalls<SequenceCall, List<Object>> ofDeques = new RecordedCalls<>(new SequenceModel());
    private final RecordedCalls<LockCall, LockModel.Standing> ofLocks = new RecordedCalls<>(new LockModel());
    private final KeyPool keys = new KeyPool(KEYS);
    private final TreeSet<String> used = new TreeSet<>();
    private final List<String> buried = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private long lastValue;

    /** One life of a collection. */
    record Place(Incarnation incarnation, CollectionType type) {
        private CollectionRef ref() {
            return CollectionRef.named(type, incarnation);
        }

        @Override
        public String toString() {
            return type + " " + incarnation.low();
        }
    }

    /** A lock that a client may hold for as long as its session lives. */
    private record Taken(long client, LockCall.End end) {}

    NamedUses(WorkloadOptions options) {
        this.options = options;
    }

    /**
     * Some operation.
     *
     * @param wasDestroyed tells of a partition whether the collection's destruction there has been answered
     */
    ClientOperation next(long client, Place place, RandomGenerator random, long nowNanos, IntPredicate wasDestroyed) {
        return switch (place.type()) {
            case VEC_DEQUE -> deque(client, place, random, nowNanos, wasDestroyed);
            case LOCK -> lock(client, place, random, nowNanos, wasDestroyed);
            default -> map(client, place, random, nowNanos, wasDestroyed);
        };
    }

    private <R extends @Nullable Object> Function<byte[], R> unlessBuried(
            Place place, long hash, IntPredicate wasDestroyed, boolean waits, Function<byte[], R> result) {
        int partition = PartitionHash.partitionOf(hash, options.partitions());
        boolean isBuried = wasDestroyed.test(partition);
        return payload -> {
            // What was called off before it came has this for an answer wherever it is.
            if (isBuried && !(waits && Arrays.equals(payload, Results.ABSENT))) {
                buried.add("BURIED an operation of " + place + " was answered in p" + partition
                        + ", though it had been destroyed there before that was asked");
            }
            return result.apply(payload);
        };
    }

    private ClientOperation map(
            long client, Place place, RandomGenerator random, long nowNanos, IntPredicate wasDestroyed) {
        CollectionRef map = place.ref();
        String name = place.toString();
        boolean reads = random.nextInt(100) < options.readPerCent();
        long number = reads ? keys.forRead(random) : keys.forWrite(random);
        byte[] bytes = RecordedCalls.bytes(number);
        long hash = PartitionHash.keyHash(map.hash(), bytes);
        used.add(name + " " + number);
        Function<byte[], @Nullable Object> result = unlessBuried(place, hash, wasDestroyed, false, NamedUses::element);
        Runnable unknown = () -> keys.gaveUp(number);
        long value = ++lastValue;
        byte[] valueBytes = RecordedCalls.bytes(value);
        if (reads) {
            return ofMaps.invoke(client, new MapCall.Get(name, number), nowNanos)
                    .read(hash, MapOperations.get(map, bytes), result);
        }
        if (random.nextInt(4) == 0) {
            return ofMaps.invoke(client, new MapCall.Remove(name, number), nowNanos)
                    .write(hash, MapOperations.remove(map, bytes), result, unknown);
        }
        return random.nextInt(3) == 0
                ? ofMaps.invoke(client, new MapCall.PutIfAbsent(name, number, value), nowNanos)
                        .write(hash, MapOperations.putIfAbsent(map, bytes, valueBytes, 0), result, unknown)
                : ofMaps.invoke(client, new MapCall.Put(name, number, value), nowNanos)
                        .write(hash, MapOperations.put(map, bytes, valueBytes, 0), result, unknown);
    }

    private ClientOperation deque(
            long client, Place place, RandomGenerator random, long nowNanos, IntPredicate wasDestroyed) {
        CollectionRef deque = place.ref();
        String name = place.toString();
        used.add(name);
        Function<byte[], @Nullable Object> result =
                unlessBuried(place, deque.hash(), wasDestroyed, true, NamedUses::element);
        if (random.nextInt(3) == 0) {
            long element = ++lastValue;
            return ofDeques.invoke(client, new SequenceCall.AddLast(name, element), nowNanos)
                    .write(
                            deque.hash(),
                            DequeOperations.offer(deque, false, RecordedCalls.bytes(element)),
                            unlessBuried(
                                    place,
                                    deque.hash(),
                                    wasDestroyed,
                                    false,
                                    payload -> Results.bool(payload) ? null : "refused"),
                            () -> {});
        }
        // More takes than offers, so that many wait.
        return ofDeques.invoke(client, new SequenceCall.PollFirst(name), nowNanos)
                .waitingWrite(deque.hash(), DequeOperations.take(deque, true, waitMillis(random)), result, () -> {});
    }

    private ClientOperation lock(
            long client, Place place, RandomGenerator random, long nowNanos, IntPredicate wasDestroyed) {
        CollectionRef lock = place.ref();
        String name = place.toString();
        used.add(name);
        LockToken owner = new LockToken(client + 1, ++lastValue);
        LockCall.End end = new LockCall.End(name, owner);
        long leaseMillis = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(MAX_LEASE_MILLIS);
        RecordedCalls<LockCall, LockModel.Standing>.Started call =
                ofLocks.invoke(client, new LockCall.Lock(name, owner), nowNanos);
        if (leaseMillis > 0) {
            ofLocks.happens(client, end, nowNanos);
        } else {
            taken.add(new Taken(client, end));
        }
        return call.waitingWrite(
                lock.hash(),
                LockOperations.lock(lock, owner, leaseMillis, waitMillis(random)),
                unlessBuried(place, lock.hash(), wasDestroyed, true, NamedUses::fence),
                () -> {});
    }

    private static long waitMillis(RandomGenerator random) {
        return random.nextBoolean() ? DequeOperations.FOREVER : random.nextInt(MAX_WAIT_MILLIS);
    }

    private static @Nullable Object fence(byte[] payload) {
        long fence = LockOperations.fence(payload);
        return fence == 0 ? null : (Object) fence;
    }

    private static @Nullable Object element(byte[] payload) {
        byte[] found = Results.optionalBytes(payload);
        return found == null ? null : (Object) RecordedCalls.number(found);
    }

    /** From now on the client's sessions may end, and with them what it holds. */
    void stopping(long client, long nowNanos) {
        for (Taken each : taken) {
            if (each.client() == client) {
                ofLocks.happens(client, each.end(), nowNanos);
            }
        }
    }

    List<String> contradictions() {
        List<String> found = new ArrayList<>(buried);
        found.addAll(ofMaps.contradictions());
        found.addAll(ofDeques.contradictions());
        found.addAll(ofLocks.contradictions());
        return found;
    }

    long histories() {
        return used.size();
    }

    long undecided() {
        return ofMaps.undecided() + ofDeques.undecided() + ofLocks.undecided();
    }
}
