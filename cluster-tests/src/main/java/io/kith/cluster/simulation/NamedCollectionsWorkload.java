package io.kith.cluster.simulation;

import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionDescriptor;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that open maps by their names, use them, destroy them and open them anew, by the steps that production's registry
 * of names takes, several of them at once; now and then one goes on with a map that it knows to be destroyed. Each
 * incarnation is another map to the checker, and once its destruction was answered in a partition, nothing may be answered
 * of it there: nobody could find it by its name.
 */
final class NamedMapsWorkload implements Workload {
    private static final int NAMES = 2;
    private static final int KEYS = 2;
    private static final long DRAWN = 0x4e;
    private static final CollectionRef REGISTRY = CollectionRef.named(CollectionType.HASH_MAP, Incarnation.REGISTRY);

    private final WorkloadOptions options;
    private final RecordedCalls<MapCall, Optional<Object>> calls = new RecordedCalls<>(new MapModel());
    private final TreeMap<Long, Named[]> known = new TreeMap<>();
    private final TreeSet<String> destroyed = new TreeSet<>();
    private final TreeSet<String> used = new TreeSet<>();
    private final List<String> buried = new ArrayList<>();
    private final KeyPool keys = new KeyPool(KEYS);
    private long lastIncarnation;
    private long lastValue;

    NamedMapsWorkload(WorkloadOptions options) {
        this.options = options;
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        Named[] names = known.computeIfAbsent(client, each -> newNames());
        return names[random.nextInt(NAMES)].next(client, random, nowNanos);
    }

    private Named[] newNames() {
        Named[] names = new Named[NAMES];
        Arrays.setAll(names, Named::new);
        return names;
    }

    /** What one client knows of a name. */
    private final class Named {
        private final byte[] key;
        private final long keyHash;
        private @Nullable CollectionDescriptor listed;
        private @Nullable Incarnation former;
        private boolean isFree;

        /** In how many partitions this client has destroyed the map that is listed. */
        private int destroyedIn;

        private Named(int number) {
            key = ("name " + number).getBytes(StandardCharsets.UTF_8);
            keyHash = PartitionHash.keyHash(REGISTRY.hash(), key);
        }

        private ClientOperation next(long client, RandomGenerator random, long nowNanos) {
            CollectionDescriptor found = listed;
            if (found == null) {
                return isFree ? make() : look();
            }
            if (found.destroying()) {
                return destroyedIn < options.partitions() ? destroyIn(found, destroyedIn) : takeBack(found);
            }
            Incarnation old = former;
            return switch (random.nextInt(40)) {
                case 0 -> beginToDestroy(found);
                case 1, 2 -> look();
                case 3, 4 -> use(client, old == null ? found.incarnation() : old, random, nowNanos);
                default -> use(client, found.incarnation(), random, nowNanos);
            };
        }

        // ---- the registry

        private void lists(@Nullable CollectionDescriptor now) {
            CollectionDescriptor before = listed;
            boolean isOther =
                    before == null || now == null || !now.incarnation().equals(before.incarnation());
            if (before != null && isOther) {
                former = before.incarnation();
            }
            destroyedIn = isOther ? 0 : destroyedIn;
            listed = now;
            isFree = now == null;
        }

        private void asks() {
            listed = null;
            isFree = false;
        }

        private ClientOperation step(String what, byte[] operation, Function<byte[], @Nullable Object> result) {
            return new ClientOperation(
                    what + " " + new String(key, StandardCharsets.UTF_8),
                    keyHash,
                    operation,
                    ClientOperation.Kind.WRITE,
                    null,
                    result,
                    this::asks);
        }

        private ClientOperation look() {
            return new ClientOperation(
                    "look for " + new String(key, StandardCharsets.UTF_8),
                    keyHash,
                    MapOperations.get(REGISTRY, key),
                    ClientOperation.Kind.READ,
                    null,
                    payload -> {
                        byte[] found = Results.optionalBytes(payload);
                        lists(found == null ? null : CollectionDescriptor.parse(found));
                        return null;
                    },
                    () -> {});
        }

        private ClientOperation make() {
            CollectionDescriptor fresh = new CollectionDescriptor(
                    CollectionType.HASH_MAP, new Incarnation(DRAWN, ++lastIncarnation), false, CollectionOptions.NONE);
            return step("make", MapOperations.putIfAbsent(REGISTRY, key, fresh.toBytes(), 0), payload -> {
                byte[] before = Results.optionalBytes(payload);
                lists(before == null ? fresh : CollectionDescriptor.parse(before));
                return null;
            });
        }

        private ClientOperation beginToDestroy(CollectionDescriptor open) {
            CollectionDescriptor destroying =
                    new CollectionDescriptor(open.type(), open.incarnation(), true, open.options());
            byte[] operation = MapOperations.compareAndSet(REGISTRY, key, open.toBytes(), destroying.toBytes(), 0);
            return step("begin to destroy", operation, payload -> {
                CompareAndSetResult done = MapOperations.compareAndSetResult(payload);
                byte[] current = done.current();
                if (done.applied()) {
                    lists(destroying);
                } else {
                    lists(current == null ? null : CollectionDescriptor.parse(current));
                }
                return null;
            });
        }

        private ClientOperation destroyIn(CollectionDescriptor destroying, int partition) {
            Incarnation incarnation = destroying.incarnation();
            return new ClientOperation(
                    "destroy " + incarnation.low() + " in p" + partition,
                    firstHashOf(partition),
                    PartitionOperations.destroyCollection(incarnation),
                    ClientOperation.Kind.WRITE,
                    null,
                    payload -> {
                        destroyed.add(place(incarnation, partition));
                        if (destroying.equals(listed)) {
                            destroyedIn = Math.max(destroyedIn, partition + 1);
                        }
                        return null;
                    },
                    () -> {});
        }

        private ClientOperation takeBack(CollectionDescriptor destroying) {
            return step("take back", MapOperations.removeIfEquals(REGISTRY, key, destroying.toBytes()), payload -> {
                if (destroying.equals(listed)) {
                    lists(null);
                }
                return null;
            });
        }

        // ---- the map

        private ClientOperation use(long client, Incarnation incarnation, RandomGenerator random, long nowNanos) {
            CollectionRef map = CollectionRef.named(CollectionType.HASH_MAP, incarnation);
            String name = "map " + incarnation.low();
            boolean reads = random.nextInt(100) < options.readPerCent();
            long number = reads ? keys.forRead(random) : keys.forWrite(random);
            byte[] bytes = RecordedCalls.bytes(number);
            long hash = PartitionHash.keyHash(map.hash(), bytes);
            used.add(name + " " + number);
            Function<byte[], @Nullable Object> result =
                    unlessBuried(incarnation, PartitionHash.partitionOf(hash, options.partitions()));
            Runnable unknown = () -> keys.gaveUp(number);
            long value = ++lastValue;
            byte[] valueBytes = RecordedCalls.bytes(value);
            ClientOperation operation;
            if (reads) {
                operation = calls.invoke(client, new MapCall.Get(name, number), nowNanos)
                        .read(hash, MapOperations.get(map, bytes), result);
            } else if (random.nextInt(4) == 0) {
                operation = calls.invoke(client, new MapCall.Remove(name, number), nowNanos)
                        .write(hash, MapOperations.remove(map, bytes), result, unknown);
            } else if (random.nextInt(3) == 0) {
                operation = calls.invoke(client, new MapCall.PutIfAbsent(name, number, value), nowNanos)
                        .write(hash, MapOperations.putIfAbsent(map, bytes, valueBytes, 0), result, unknown);
            } else {
                operation = calls.invoke(client, new MapCall.Put(name, number, value), nowNanos)
                        .write(hash, MapOperations.put(map, bytes, valueBytes, 0), result, unknown);
            }
            return operation.whenDestroyed(() -> {
                CollectionDescriptor now = listed;
                if (now != null && !now.destroying() && now.incarnation().equals(incarnation)) {
                    former = incarnation;
                    asks();
                }
            });
        }

        private Function<byte[], @Nullable Object> unlessBuried(Incarnation incarnation, int partition) {
            boolean wasDestroyed = destroyed.contains(place(incarnation, partition));
            return payload -> {
                if (wasDestroyed) {
                    buried.add("BURIED an operation of map " + incarnation.low() + " was answered in p" + partition
                            + ", though it had been destroyed there before that was asked");
                }
                byte[] found = Results.optionalBytes(payload);
                return found == null ? null : (Object) RecordedCalls.number(found);
            };
        }
    }

    private static String place(Incarnation incarnation, int partition) {
        return incarnation.low() + " in " + partition;
    }

    /** The lowest token of a partition: it belongs to that one alone. */
    private long firstHashOf(int partition) {
        return options.partitions() == 1
                ? 0
                : (long) partition << (Long.SIZE - Integer.numberOfTrailingZeros(options.partitions()));
    }

    @Override
    public List<String> contradictions() {
        List<String> found = new ArrayList<>(buried);
        found.addAll(calls.contradictions());
        return found;
    }

    @Override
    public long histories() {
        return used.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
