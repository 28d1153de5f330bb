package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.client.grid.FanOut;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clears a map in all partitions. Where it is not known to be open it is asked whether there is anything first, as a write
 * would open it.
 */
final class Clearing {
    private final NamedCollection named;
    private final AtomicLong removed = new AtomicLong();
    private final ArrayDeque<FanOut.Step> full = new ArrayDeque<>();

    Clearing(NamedCollection named) {
        this.named = named;
    }

    /** A future of how many entries were removed. */
    CompletableFuture<Long> start() {
        int partitions = named.grid().partitionCount();
        // Asked by one thread at a time, and not while an answer is taken.
        Iterator<FanOut.Step> steps = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return !full.isEmpty() || next < partitions;
            }

            @Override
            public FanOut.Step next() {
                return full.isEmpty() ? first(next++) : full.removeFirst();
            }
        };
        return Async.map(FanOut.over(named.grid(), named.handle(), steps), done -> removed.get());
    }

    private FanOut.Step first(int partition) {
        CollectionRef name = named.in(partition);
        if (name.opening() != 0) {
            return clear(partition);
        }
        return new FanOut.Step(partition, MapOperations.size(name), payload -> {
            if (Results.number(payload) > 0) {
                full.add(clear(partition));
            }
        });
    }

    private FanOut.Step clear(int partition) {
        return new FanOut.Step(
                partition,
                MapOperations.clear(named.in(partition)),
                payload -> removed.addAndGet(Results.number(payload)));
    }
}
