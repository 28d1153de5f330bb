package io.kith.client.registry;

import io.kith.client.grid.Grid;
import io.kith.collections.wire.CollectionType;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A collection's place in the registry. */
public record NamedCollection(String name, CollectionType type, long id, Grid grid, Registry registry) {

    /** A future that completes when the collection is gone and its name is free. */
    public CompletableFuture<@Nullable Void> destroy() {
        return registry.destroy(name, type, id);
    }

    /** Waits until the collection is gone and its name is free. */
    public void awaitDestroyed() {
        grid.awaitAll(destroy());
    }
}
