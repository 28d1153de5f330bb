package io.kith.client.registry;

import io.kith.client.CollectionTypeException;
import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.client.routing.CollectionHandle;
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
import io.kith.transport.ForeignText;
import io.kith.transport.SystemClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds collections by their names: the cluster's registry is itself a map. */
public final class Registry {
    private static final int MAX_NAME_LENGTH = 256;

    private final Grid grid;
    private final CollectionHandle names;
    private final OpenHandles handles = new OpenHandles();
    private final SecureRandom random = new SecureRandom();

    /** The registry of that cluster. */
    public Registry(Grid grid) {
        this.grid = grid;
        this.names = CollectionHandle.ofRegistry(grid.partitionCount());
    }

    /** A name's place in the registry. */
    private final class Entry {
        private final byte[] key;
        private final int partition;

        Entry(String name) {
            key = name.getBytes(StandardCharsets.UTF_8);
            partition = PartitionHash.partitionOf(
                    PartitionHash.keyHash(names.incarnation().low(), key), grid.partitionCount());
        }

        private Call<byte @Nullable []> optional(byte[] operation) {
            return grid.call(names, partition, operation, Results::optionalBytes);
        }

        Call<byte @Nullable []> get() {
            return optional(MapOperations.get(names.in(partition), key));
        }

        Call<byte @Nullable []> putIfAbsent(CollectionDescriptor descriptor) {
            return optional(MapOperations.putIfAbsent(names.in(partition), key, descriptor.toBytes(), 0));
        }

        Call<CompareAndSetResult> compareAndSet(CollectionDescriptor expected, CollectionDescriptor next) {
            byte[] operation =
                    MapOperations.compareAndSet(names.in(partition), key, expected.toBytes(), next.toBytes(), 0);
            return grid.call(names, partition, operation, MapOperations::compareAndSetResult);
        }

        Call<byte[]> removeIfEquals(CollectionDescriptor descriptor) {
            return grid.call(
                    names, partition, MapOperations.removeIfEquals(names.in(partition), key, descriptor.toBytes()));
        }
    }

    /**
     * The collection named {@code name}, which is made if there is none.
     *
     * @param options of the collection if it is made now
     * @throws CollectionTypeException if it is of another type
     */
    public NamedCollection open(String name, CollectionType type, CollectionOptions options) {
        requireName(name);
        Entry entry = new Entry(name);
        while (true) {
            // Asked for each time: another client may have destroyed the collection, and the name be another one's by
            // now.
            long askedNanos = SystemClock.INSTANCE.nowNanos();
            CollectionDescriptor found = find(entry, type, options);
            if (found.destroying()) {
                // Whoever began that may have died over it.
                grid.awaitAll(finish(entry, found));
            } else if (found.type() == type) {
                return named(name, found, askedNanos);
            } else {
                throw new CollectionTypeException("'" + name + "' is a " + found.type() + ", not a " + type
                        + ": open it as what it is, or use another name");
            }
        }
    }

    /**
     * Fails unless a collection may have that name.
     *
     * @throws IllegalArgumentException if not; the message says why
     */
    public static void requireName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a collection's name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        ForeignText.requireWellFormed("a collection's name", name);
    }

    private NamedCollection named(String name, CollectionDescriptor found, long askedNanos) {
        CollectionHandle handle = handles.of(
                new CollectionHandle(
                        name,
                        CollectionRef.named(found.type(), found.incarnation()),
                        found.options(),
                        grid.partitionCount(),
                        askedNanos),
                askedNanos);
        return new NamedCollection(handle, grid, this);
    }

    /** All collections that are there, in the order of their names. */
    public List<NamedCollection> all() {
        long askedNanos = SystemClock.INSTANCE.nowNanos();
        List<NamedCollection> all = new ArrayList<>();
        grid.awaitAll(new Listing(grid, names).start())
                .forEach((name, descriptor) -> all.add(named(name, descriptor, askedNanos)));
        return all;
    }

    private CollectionDescriptor find(Entry entry, CollectionType type, CollectionOptions options) {
        byte[] found = entry.get().await();
        if (found != null) {
            return CollectionDescriptor.parse(found);
        }
        CollectionDescriptor fresh = new CollectionDescriptor(type, drawIncarnation(), false, options);
        byte[] before = entry.putIfAbsent(fresh).await();
        return before == null ? fresh : CollectionDescriptor.parse(before);
    }

    private Incarnation drawIncarnation() {
        Incarnation drawn = new Incarnation(random.nextLong(), random.nextLong());
        return drawn.equals(Incarnation.REGISTRY) ? drawIncarnation() : drawn;
    }

    /** Drops what all partitions hold of a collection, and takes its name back; nothing if it is gone already. */
    CompletableFuture<@Nullable Void> destroy(CollectionHandle handle) {
        Entry entry = new Entry(handle.name());
        CollectionDescriptor open =
                new CollectionDescriptor(handle.type(), handle.incarnation(), false, handle.options());
        CollectionDescriptor destroying =
                new CollectionDescriptor(handle.type(), handle.incarnation(), true, handle.options());
        return Async.then(entry.compareAndSet(open, destroying).start(), result -> {
            byte[] current = result.current();
            boolean isOurs = result.applied() || Arrays.equals(current, destroying.toBytes());
            return isOurs ? finish(entry, destroying) : CompletableFuture.completedFuture(null);
        });
    }

    /** Ends a destruction that the registry lists. */
    private CompletableFuture<@Nullable Void> finish(Entry entry, CollectionDescriptor destroying) {
        byte[] operation = PartitionOperations.destroyCollection(destroying.incarnation());
        return Async.then(
                FanOut.overAll(grid, null, each -> operation, (each, payload) -> {}),
                done -> Async.map(entry.removeIfEquals(destroying).start(), removed -> null));
    }
}
