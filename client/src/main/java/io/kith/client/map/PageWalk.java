package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.MapPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks through all entries of a map without waiting: several partitions at once, each page by page. */
final class PageWalk {
    private static final int LANES = 16;

    private final MapCore<?, ?> map;
    private final boolean keysOnly;
    private final Function<List<MapEntry>, CompletableFuture<@Nullable Void>> action;

    /** Where a lane is. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Place(int partition, byte @Nullable [] afterKey) {}

    private PageWalk(
            MapCore<?, ?> map, boolean keysOnly, Function<List<MapEntry>, CompletableFuture<@Nullable Void>> action) {
        this.map = map;
        this.keysOnly = keysOnly;
        this.action = action;
    }

    /**
     * Gives every page to {@code action}, which is called by one thread at a time; a partition's next page is fetched
     * when the action's future for the one before is complete.
     */
    static CompletableFuture<@Nullable Void> over(
            MapCore<?, ?> map, boolean keysOnly, Function<List<MapEntry>, CompletableFuture<@Nullable Void>> action) {
        PageWalk walk = new PageWalk(map, keysOnly, action);
        int lanes = Math.min(LANES, map.grid().fanOut());
        int partitions = map.grid().partitionCount();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            ends.add(AsyncLoop.from(
                    new Place(lane, null),
                    place -> place.partition() < partitions,
                    place -> walk.nextPage(place, lanes)));
        }
        CompletableFuture<@Nullable Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
        for (CompletableFuture<?> end : ends) {
            Async.cancels(all, end);
        }
        return Async.map(all, done -> null);
    }

    private CompletableFuture<Place> nextPage(Place place, int lanes) {
        return Async.thenReading(
                map.grid().decoders(), map.page(place.partition(), place.afterKey(), keysOnly), payload -> {
                    MapPage page = MapOperations.page(payload);
                    List<MapEntry> entries = page.entries();
                    CompletableFuture<@Nullable Void> acted;
                    synchronized (this) {
                        acted = action.apply(entries);
                    }
                    boolean more = page.more() && !entries.isEmpty();
                    Place next = more
                            ? new Place(
                                    place.partition(),
                                    entries.get(entries.size() - 1).key())
                            : new Place(place.partition() + lanes, null);
                    return Async.map(acted, done -> next);
                });
    }
}
