package io.kith.client.registry;

import io.kith.client.CollectionTypeException;
import io.kith.client.grid.Async;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionDescriptor;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds collections by their names: the cluster's registry is itself a map. */
public final class Registry {
    private static final int MAX_NAME_LENGTH = 256;

    private final Grid grid;
    private final SecureRandom random = new SecureRandom();

    /** The registry of that cluster. */
    public Registry(Grid grid) {
        this.grid = grid;
    }

    /**
     * The collection named {@code name}, which is made if there is none.
     *
     * @throws CollectionTypeException if it is of another type
     */
    public NamedCollection open(String name, CollectionType type) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a collection's name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        // Asked for each time: another client may have destroyed the collection, and the name be another one's by now.
        CollectionDescriptor known = find(name, type);
        if (known.type() != type) {
            throw new CollectionTypeException("'" + name + "' is a " + known.type() + ", not a " + type
                    + ": open it as what it is, or use another name");
        }
        return new NamedCollection(name, type, known.id(), grid, this);
    }

    private CollectionDescriptor find(String name, CollectionType type) {
        byte[] key = key(name);
        int partition = grid.partitionOf(CollectionDescriptor.REGISTRY_ID, key);
        byte[] found =
                Results.optionalBytes(grid.call(partition, MapOperations.get(CollectionDescriptor.REGISTRY_ID, key))
                        .await());
        if (found != null) {
            return CollectionDescriptor.parse(found);
        }
        CollectionDescriptor fresh = new CollectionDescriptor(type, drawId());
        byte[] before = Results.optionalBytes(grid.call(
                        partition, MapOperations.putIfAbsent(CollectionDescriptor.REGISTRY_ID, key, fresh.toBytes(), 0))
                .await());
        return before == null ? fresh : CollectionDescriptor.parse(before);
    }

    private long drawId() {
        long id = random.nextLong();
        return id == CollectionDescriptor.REGISTRY_ID ? 1 : id;
    }

    /** Takes the name back, unless it belongs to another collection by now, and drops what all partitions hold of it. */
    CompletableFuture<@Nullable Void> destroy(String name, CollectionType type, long id) {
        byte[] key = key(name);
        byte[] descriptor = new CollectionDescriptor(type, id).toBytes();
        int partition = grid.partitionOf(CollectionDescriptor.REGISTRY_ID, key);
        CompletableFuture<byte[]> removal = grid.call(
                        partition, MapOperations.removeIfEquals(CollectionDescriptor.REGISTRY_ID, key, descriptor))
                .submit();
        return Async.then(
                removal,
                done -> FanOut.overAll(grid, each -> PartitionOperations.destroyCollection(id), (each, payload) -> {}));
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
