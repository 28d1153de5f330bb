package io.kith.client.registry;

import io.kith.client.grid.Async;
import io.kith.client.grid.FanOut;
import io.kith.client.grid.Grid;
import io.kith.client.routing.CollectionHandle;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.MapPage;
import io.kith.collections.wire.CollectionDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads the whole registry: all partitions, each a page at a time. */
final class Listing {
    private static final int PAGE_ENTRIES = 1_000;
    private static final int PAGE_BYTES = 256 << 10;

    private final Grid grid;
    private final CollectionHandle names;
    private final TreeMap<String, CollectionDescriptor> found = new TreeMap<>();
    private final ArrayDeque<FanOut.Step> further = new ArrayDeque<>();

    Listing(Grid grid, CollectionHandle names) {
        this.grid = grid;
        this.names = names;
    }

    /** A future of the collections that are there, by their names; without those that are being destroyed. */
    CompletableFuture<Map<String, CollectionDescriptor>> start() {
        int partitions = grid.partitionCount();
        // Asked by one thread at a time, and not while an answer is taken.
        Iterator<FanOut.Step> steps = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return !further.isEmpty() || next < partitions;
            }

            @Override
            public FanOut.Step next() {
                return further.isEmpty() ? page(next++, null) : further.removeFirst();
            }
        };
        return Async.map(FanOut.over(grid, names, steps), done -> found);
    }

    private FanOut.Step page(int partition, byte @Nullable [] after) {
        byte[] operation = MapOperations.page(names.in(partition), after, PAGE_ENTRIES, PAGE_BYTES, false);
        return new FanOut.Step(partition, operation, payload -> take(partition, payload));
    }

    private void take(int partition, byte[] payload) {
        MapPage page = MapOperations.page(payload);
        for (MapEntry entry : page.entries()) {
            CollectionDescriptor descriptor = CollectionDescriptor.parse(entry.value());
            if (!descriptor.destroying()) {
                found.put(new String(entry.key(), StandardCharsets.UTF_8), descriptor);
            }
        }
        if (page.more() && !page.entries().isEmpty()) {
            further.add(page(
                    partition, page.entries().get(page.entries().size() - 1).key()));
        }
    }
}
