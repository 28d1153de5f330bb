package io.kith.client.registry;

import io.kith.client.grid.Call;
import io.kith.client.grid.Grid;
import io.kith.client.routing.CollectionHandle;
import io.kith.collections.wire.CollectionRef;
import io.kith.ring.PartitionHash;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A collection that was opened by its name: where its parts are, and how they are asked. */
public final class NamedCollection {
    private final CollectionHandle handle;
    private final Grid grid;
    private final Registry registry;

    NamedCollection(CollectionHandle handle, Grid grid, Registry registry) {
        this.handle = handle;
        this.grid = grid;
        this.registry = registry;
    }

    public String name() {
        return handle.name();
    }

    public CollectionHandle handle() {
        return handle;
    }

    public Grid grid() {
        return grid;
    }

    /** What is hashed with a key to find its partition. */
    public long hash() {
        return handle.incarnation().low();
    }

    /** The partition that holds {@code key}. */
    public int partitionOf(byte[] key) {
        return PartitionHash.partitionOf(PartitionHash.keyHash(hash(), key), grid.partitionCount());
    }

    /** The partition that holds the collection, if it is of a kind that lives in one. */
    public int home() {
        return PartitionHash.partitionOf(hash(), grid.partitionCount());
    }

    /** How operations are to name it in a partition. */
    public CollectionRef in(int partition) {
        return handle.in(partition);
    }

    public Call<byte[]> call(int partition, byte[] operation) {
        return grid.call(handle, partition, operation);
    }

    /** An operation of it in a partition, and what is made of its encoded result. */
    public <R extends @Nullable Object> Call<R> call(
            int partition, byte[] operation, Function<byte[], ? extends R> reader) {
        return grid.call(handle, partition, operation, reader);
    }

    /** A future that completes when the collection is gone and its name is free. */
    public CompletableFuture<@Nullable Void> destroy() {
        return registry.destroy(handle);
    }

    /** Waits until the collection is gone and its name is free. */
    public void awaitDestroyed() {
        grid.awaitAll(destroy());
    }
}
