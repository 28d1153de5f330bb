package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.Grid;
import io.kith.client.grid.Steps;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Operations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What lists and deques have in common: they live in one partition, and are read page by page. */
abstract class SequenceCore<E> {
    static final int PAGE_ELEMENTS = 1_000;
    static final int PAGE_BYTES = 256 << 10;
    private static final int BATCH_ELEMENTS = Operations.MOST_ELEMENTS;
    private static final int BATCH_BYTES = 1 << 20;

    private final NamedCollection named;
    private final Grid grid;
    private final int partition;

    SequenceCore(NamedCollection named) {
        this.named = named;
        this.grid = named.grid();
        this.partition = named.home();
    }

    NamedCollection named() {
        return named;
    }

    Grid grid() {
        return grid;
    }

    /** How operations are to name the list or deque. */
    final CollectionRef name() {
        return named.in(partition);
    }

    int partition() {
        return partition;
    }

    Call<byte[]> call(byte[] operation) {
        return named.call(partition, operation);
    }

    <R extends @Nullable Object> Call<R> call(byte[] operation, Function<byte[], ? extends R> reader) {
        return named.call(partition, operation, reader);
    }

    /** The same for an operation that results in an element or none. */
    <R extends @Nullable Object> Call<R> callForElement(byte[] operation, Function<byte[], ? extends R> reader) {
        return this.<R>call(operation, reader).decoding(Encoding::isQuick);
    }

    /** The same for an operation that results in elements. */
    <R extends @Nullable Object> Call<R> callForElements(byte[] operation, Function<byte[], ? extends R> reader) {
        return this.<R>call(operation, reader).decoding(payload -> false);
    }

    byte[] encode(Object element) {
        return grid.encoding().encode(element);
    }

    @SuppressWarnings("unchecked") // As with any collection: what is read is what was put, of whatever type that is.
    E decode(byte[] bytes) {
        return (E) grid.encoding().decode(bytes);
    }

    @Nullable
    E decodeNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : decode(bytes);
    }

    List<E> decodeAll(Collection<byte[]> values) {
        List<E> elements = new ArrayList<>(values.size());
        for (byte[] value : values) {
            elements.add(decode(value));
        }
        return elements;
    }

    /** Encodes elements, in batches that fit into a request each. */
    List<List<byte[]>> batches(Collection<?> elements) {
        List<List<byte[]>> batches = new ArrayList<>();
        List<byte[]> last = new ArrayList<>();
        long bytes = 0;
        int limit = Math.min(BATCH_BYTES, grid.encoding().maxValueBytes());
        for (Object element : elements.toArray()) {
            byte[] encoded = encode(element);
            if (!last.isEmpty() && (last.size() >= BATCH_ELEMENTS || bytes + encoded.length > limit)) {
                batches.add(last);
                last = new ArrayList<>();
                bytes = 0;
            }
            last.add(encoded);
            bytes += encoded.length;
        }
        if (!last.isEmpty()) {
            batches.add(last);
        }
        return batches;
    }

    /** The operation that fetches the items from an index on, below {@code to}. */
    abstract byte[] pageAt(int from, int to);

    /** The operation that fetches the items beside another, or from an end on. */
    abstract byte[] pageBeside(@Nullable ItemId item, boolean backward);

    /** The operation that removes an item. */
    abstract byte[] removeItem(ItemId item);

    /** The operation that removes items; its result is how many were there. */
    abstract byte[] removeItems(List<ItemId> items);

    /** Removes the elements that {@code filter} holds for; results in how many. */
    Steps<Integer> removeIf(Predicate<? super E> filter) {
        return removeIf(0, Integer.MAX_VALUE, filter);
    }

    /** The same of a range of indexes. */
    Steps<Integer> removeIf(int from, int to, Predicate<? super E> filter) {
        return new SequenceWalk(this, from, to, items -> choose(items, filter));
    }

    /** Gives every element to {@code action}. */
    Steps<Integer> forEach(Consumer<? super E> action) {
        return new SequenceWalk(this, 0, Integer.MAX_VALUE, items -> {
            for (SequenceItem item : items) {
                action.accept(decode(item.value()));
            }
            return List.of();
        });
    }

    abstract SequencePage page(byte[] payload);

    SequencePage fetch(byte[] operation) {
        return call(operation, this::page).await();
    }

    /** Ids of the items whose values {@code wanted} holds for. */
    private List<ItemId> choose(List<SequenceItem> items, Predicate<? super E> wanted) {
        List<ItemId> chosen = new ArrayList<>();
        for (SequenceItem item : items) {
            if (wanted.test(decode(item.value()))) {
                chosen.add(item.id());
            }
        }
        return chosen;
    }
}
