package io.kith.client;

import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks through a list or deque without waiting, page by page. */
final class SequenceWalk {

    /**
     * Where a walk is.
     *
     * @param after the last element that was seen; null before the first
     * @param index how many elements are before the next one, should {@code after} be forgotten
     * @param removed how many elements the walk has removed
     */
    private record Place(@Nullable ItemId after, int index, long removed, boolean more) {}

    private SequenceWalk() {}

    /** Gives every element to {@code action}. */
    static <E> CompletableFuture<@Nullable Void> over(SequenceCore<E> core, Consumer<? super E> action) {
        return Async.map(
                pages(core, page -> {
                    for (SequenceItem item : page.items()) {
                        action.accept(core.decode(item.value()));
                    }
                    return CompletableFuture.completedFuture(0L);
                }),
                removed -> null);
    }

    /** Removes the elements that {@code filter} holds for; a future of how many. */
    static <E> CompletableFuture<Long> removeIf(SequenceCore<E> core, Predicate<? super E> filter) {
        return pages(core, page -> {
            List<ItemId> doomed = core.choose(page, filter);
            return doomed.isEmpty()
                    ? CompletableFuture.completedFuture(0L)
                    : core.submit(core.removeItems(doomed), Results::number);
        });
    }

    /** Takes every page; {@code action}'s futures are of how many of its elements it has removed. */
    private static <E> CompletableFuture<Long> pages(
            SequenceCore<E> core, Function<SequencePage, CompletableFuture<Long>> action) {
        CompletableFuture<Place> end = AsyncLoop.from(
                new Place(null, 0, 0, true),
                Place::more,
                place -> Async.then(
                        pageAt(core, place),
                        page -> Async.map(action.apply(page), removed -> next(place, page, removed))));
        return Async.map(end, Place::removed);
    }

    private static CompletableFuture<SequencePage> pageAt(SequenceCore<?> core, Place place) {
        return Async.then(core.submit(core.pageBeside(place.after(), false)), payload -> {
            SequencePage page = core.page(payload);
            return page.lost()
                    ? core.submit(core.pageAt(place.index(), Integer.MAX_VALUE), core::page)
                    : CompletableFuture.completedFuture(page);
        });
    }

    private static Place next(Place place, SequencePage page, long removed) {
        List<SequenceItem> items = page.items();
        if (items.isEmpty()) {
            return new Place(place.after(), place.index(), place.removed() + removed, false);
        }
        int index = place.index() + items.size() - (int) removed;
        return new Place(items.get(items.size() - 1).id(), index, place.removed() + removed, page.more());
    }
}
