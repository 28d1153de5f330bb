package io.kith.client;

import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of a whole list with the user's functions, without waiting. */
final class VecEdits<E> {
    private final VecCore<E> core;

    VecEdits(VecCore<E> core) {
        this.core = core;
    }

    /** Replaces all elements, each page at one go. */
    CompletableFuture<@Nullable Void> replaceAll(UnaryOperator<E> operator) {
        CompletableFuture<Integer> end = AsyncLoop.from(
                0,
                index -> index >= 0,
                index -> Async.then(fetch(index), page -> {
                    if (page.items().isEmpty()) {
                        return CompletableFuture.completedFuture(-1);
                    }
                    List<byte[]> replacements = core.replacements(page, operator);
                    return core.submit(
                            VecOperations.replaceRange(core.id(), index, page.version(), replacements),
                            payload -> Results.bool(payload) ? index + replacements.size() : index);
                }));
        return Async.map(end, done -> null);
    }

    private CompletableFuture<SequencePage> fetch(int from) {
        return core.submit(core.pageAt(from, Integer.MAX_VALUE), core::page);
    }

    /** Sorts the list at one go; as often as it takes until nobody changes it meanwhile. */
    CompletableFuture<@Nullable Void> sort(@Nullable Comparator<? super E> comparator) {
        CompletableFuture<Integer> end = AsyncLoop.from(
                0,
                attempt -> attempt >= 0,
                attempt -> Async.then(readAll(), read -> {
                    if (read.changed) {
                        return CompletableFuture.completedFuture(VecCore.nextAttempt(attempt));
                    }
                    int[] order = SortOrder.of(read.elements, comparator);
                    return order.length < 2
                            ? CompletableFuture.completedFuture(-1)
                            : core.submit(
                                    VecOperations.permute(core.id(), 0, read.version, order),
                                    payload -> Results.bool(payload) ? -1 : VecCore.nextAttempt(attempt));
                }));
        return Async.map(end, done -> null);
    }

    /** What was read of a list so far. */
    private static final class Reading<E> {
        final List<E> elements = new ArrayList<>();
        long version = -1;
        boolean changed;
        boolean complete;
    }

    private CompletableFuture<Reading<E>> readAll() {
        return AsyncLoop.from(
                new Reading<E>(),
                read -> !read.complete,
                read -> Async.map(fetch(read.elements.size()), page -> {
                    read.changed = read.version >= 0 && page.version() != read.version;
                    read.version = page.version();
                    for (SequenceItem item : page.items()) {
                        read.elements.add(core.decode(item.value()));
                    }
                    read.complete = read.changed || !page.more() || page.items().isEmpty();
                    return read;
                }));
    }
}
