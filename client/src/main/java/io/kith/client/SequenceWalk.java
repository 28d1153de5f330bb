package io.kith.client;

import io.kith.collections.ItemId;
import io.kith.collections.SequenceItem;
import io.kith.collections.SequencePage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks through a list or deque without waiting, page by page. */
final class SequenceWalk {

    private SequenceWalk() {}

    /**
     * Gives every element behind {@code after} to {@code action}.
     *
     * @param after null to begin at the first
     * @param seen how many elements are before the next one, should {@code after} be forgotten
     */
    static <E> CompletableFuture<@Nullable Void> over(
            SequenceCore<E> core, @Nullable ItemId after, int seen, Consumer<? super E> action) {
        return Async.then(core.submit(core.pageBeside(after, false)), payload -> {
            SequencePage page = core.page(payload);
            return page.lost()
                    ? Async.then(
                            core.submit(core.pageAt(seen, Integer.MAX_VALUE)),
                            again -> take(core, core.page(again), seen, action))
                    : take(core, page, seen, action);
        });
    }

    private static <E> CompletableFuture<@Nullable Void> take(
            SequenceCore<E> core, SequencePage page, int seen, Consumer<? super E> action) {
        List<SequenceItem> items = page.items();
        for (SequenceItem item : items) {
            action.accept(core.decode(item.value()));
        }
        return page.more() && !items.isEmpty()
                ? over(core, items.get(items.size() - 1).id(), seen + items.size(), action)
                : CompletableFuture.completedFuture(null);
    }
}
