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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that open maps, deques and locks by their names, use them, wait in them, destroy them and open them anew, by the
 * steps that production's registry of names takes, several of them at once; now and then one goes on with what it knows to be
 * destroyed. Each incarnation is another collection to the checker, and once its destruction was answered in a partition,
 * nothing may be answered of it there: nobody could find it by its name.
 */
final class NamedCollectionsWorkload implements Workload {
    /** What is opened under each name. */
    private static final List<CollectionType> TYPES =
            List.of(CollectionType.HASH_MAP, CollectionType.HASH_MAP, CollectionType.VEC_DEQUE, CollectionType.LOCK);

    private static final long DRAWN = 0x4e;
    private static final CollectionRef REGISTRY = CollectionRef.named(CollectionType.HASH_MAP, Incarnation.REGISTRY);

    private final WorkloadOptions options;
    private final NamedUses uses;
    private final TreeMap<Long, Named[]> known = new TreeMap<>();
    private final TreeSet<String> destroyed = new TreeSet<>();
    private long lastIncarnation;

    NamedCollectionsWorkload(WorkloadOptions options) {
        this.options = options;
        this.uses = new NamedUses(options);
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        Named[] names = known.computeIfAbsent(client, each -> newNames());
        return names[random.nextInt(TYPES.size())].next(client, random, nowNanos);
    }

    private Named[] newNames() {
        Named[] names = new Named[TYPES.size()];
        Arrays.setAll(names, Named::new);
        return names;
    }

    /** What one client knows of a name. */
    private final class Named {
        private final byte[] key;
        private final long keyHash;
        private final CollectionType type;
        private @Nullable CollectionDescriptor listed;
        private @Nullable Incarnation former;
        private boolean isFree;

        /** In how many partitions this client has destroyed the map that is listed. */
        private int destroyedIn;

        private Named(int number) {
            type = TYPES.get(number);
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
            // Those in which somebody waits are destroyed more often.
            return switch (random.nextInt(type == CollectionType.HASH_MAP ? 40 : 15)) {
                case 0 -> beginToDestroy(found);
                case 1, 2 -> look();
                case 3, 4 -> use(client, found, old == null ? found.incarnation() : old, random, nowNanos);
                default -> use(client, found, found.incarnation(), random, nowNanos);
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
                    type, new Incarnation(DRAWN, ++lastIncarnation), false, CollectionOptions.NONE);
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

        // ---- the collection

        private ClientOperation use(
                long client, CollectionDescriptor found, Incarnation incarnation, RandomGenerator random, long now) {
            NamedUses.Place place = new NamedUses.Place(incarnation, found.type());
            return uses.next(client, place, random, now, partition -> destroyed.contains(place(incarnation, partition)))
                    .whenDestroyed(() -> {
                        CollectionDescriptor listedNow = listed;
                        if (listedNow != null
                                && !listedNow.destroying()
                                && listedNow.incarnation().equals(incarnation)) {
                            former = incarnation;
                            asks();
                        }
                    });
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
    public void stopping(long client, long nowNanos) {
        uses.stopping(client, nowNanos);
    }

    @Override
    public List<String> contradictions() {
        return uses.contradictions();
    }

    @Override
    public long histories() {
        return uses.histories();
    }

    @Override
    public long undecided() {
        return uses.undecided();
    }
}
