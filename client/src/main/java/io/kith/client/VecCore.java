package io.kith.client;

import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list's operations on ranges of indexes, for the list itself and its sublists. */
final class VecCore<E> extends SequenceCore<E> {
    private static final int MAX_ATTEMPTS = 64;

    VecCore(Grid grid, long id) {
        super(grid, id);
    }

    @Override
    byte[] pageAt(int from, int to) {
        return VecOperations.pageAt(id(), from, to, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] pageBeside(@Nullable ItemId item, boolean backward) {
        return VecOperations.pageBeside(id(), item, backward, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] removeItem(ItemId item) {
        return VecOperations.removeItem(id(), item);
    }

    @Override
    byte[] removeItems(List<ItemId> items) {
        return VecOperations.removeItems(id(), items);
    }

    @Override
    SequencePage page(byte[] payload) {
        return VecOperations.page(payload);
    }

    int size() {
        return Math.toIntExact(Results.number(call(VecOperations.size(id()))));
    }

    E get(int index) {
        return found(index, index < 0 ? null : Results.optionalBytes(call(VecOperations.get(id(), index))));
    }

    E set(int index, E element) {
        byte[] encoded = encode(element);
        return found(index, index < 0 ? null : Results.optionalBytes(call(VecOperations.set(id(), index, encoded))));
    }

    E remove(int index) {
        return found(index, index < 0 ? null : Results.optionalBytes(call(VecOperations.remove(id(), index))));
    }

    E swapRemove(int index) {
        return found(index, index < 0 ? null : Results.optionalBytes(call(VecOperations.swapRemove(id(), index))));
    }

    /** Decodes the element that was at an index. */
    E found(int index, byte @Nullable [] encoded) {
        if (encoded == null) {
            throw outOfBounds(index);
        }
        return decode(encoded);
    }

    static IndexOutOfBoundsException outOfBounds(int index) {
        return new IndexOutOfBoundsException("there is no index " + index + " in the list");
    }

    void insert(int index, E element) {
        byte[] encoded = encode(element);
        if (index < 0 || !Results.bool(call(VecOperations.insert(id(), index, encoded)))) {
            throw outOfBounds(index);
        }
    }

    void insertAll(int index, Collection<? extends E> elements) {
        int at = index;
        for (List<byte[]> batch : batches(elements)) {
            if (at < 0 || !Results.bool(call(VecOperations.insertAll(id(), at, batch)))) {
                throw outOfBounds(at);
            }
            at += batch.size();
        }
    }

    int removeRange(int from, int to) {
        return Math.toIntExact(Results.number(call(VecOperations.removeRange(id(), from, to))));
    }

    int indexOf(Object element, int from, int to) {
        return VecOperations.index(call(VecOperations.indexOf(id(), encode(element), from, to)));
    }

    int lastIndexOf(Object element, int from, int to) {
        return VecOperations.index(call(VecOperations.lastIndexOf(id(), encode(element), from, to)));
    }

    int removeValue(Object element, int from, int to) {
        return VecOperations.index(call(VecOperations.removeValue(id(), encode(element), from, to, false)));
    }

    List<E> drain(int from, int to) {
        if (from < 0 || from > to) {
            throw new IndexOutOfBoundsException("no range from " + from + " to " + to);
        }
        List<E> drained = new ArrayList<>();
        int wanted = to - from;
        while (drained.size() < wanted) {
            List<byte[]> part =
                    VecOperations.values(call(VecOperations.drain(id(), from, to - drained.size(), PAGE_BYTES)));
            if (part.isEmpty()) {
                break;
            }
            drained.addAll(decodeAll(part));
        }
        return drained;
    }

    /** Replaces a range's elements, each page at one go. */
    void replaceAll(int from, int to, UnaryOperator<E> operator) {
        int at = from;
        while (at < to) {
            SequencePage page = fetch(pageAt(at, to));
            if (page.items().isEmpty()) {
                return;
            }
            List<byte[]> replacements = replacements(page, operator);
            if (Results.bool(call(VecOperations.replaceRange(id(), at, page.version(), replacements)))) {
                at += replacements.size();
            }
        }
    }

    /** What {@code operator} makes of a page's elements, encoded. */
    List<byte[]> replacements(SequencePage page, UnaryOperator<E> operator) {
        List<byte[]> replacements = new ArrayList<>();
        for (SequenceItem item : page.items()) {
            replacements.add(encode(operator.apply(decode(item.value()))));
        }
        return replacements;
    }

    /** Sorts a range: the elements are compared here, and only their new order is sent. */
    void sort(int from, int to, @Nullable Comparator<? super E> comparator) {
        for (int attempt = 0; ; attempt = nextAttempt(attempt)) {
            List<E> elements = new ArrayList<>();
            long version = readAll(from, to, elements);
            if (version < 0) {
                continue;
            }
            int[] order = SortOrder.of(elements, comparator);
            if (order.length < 2 || Results.bool(call(VecOperations.permute(id(), from, version, order)))) {
                return;
            }
        }
    }

    /** The number of the next attempt to sort, if there is one. */
    static int nextAttempt(int attempt) {
        if (attempt + 1 == MAX_ATTEMPTS) {
            throw new KithException("the list was changed by others all the time while it was to be sorted");
        }
        return attempt + 1;
    }

    /** Reads a range into {@code into} and returns the list's version; -1 if it changed meanwhile. */
    private long readAll(int from, int to, List<E> into) {
        long version = -1;
        while (true) {
            SequencePage page = fetch(pageAt(from + into.size(), to));
            if (version >= 0 && page.version() != version) {
                return -1;
            }
            version = page.version();
            for (SequenceItem item : page.items()) {
                into.add(decode(item.value()));
            }
            if (!page.more() || page.items().isEmpty()) {
                return version;
            }
        }
    }

    /** Removes a range's elements that {@code filter} holds for, a page at a time; returns how many. */
    int removeIf(int from, int to, Predicate<? super E> filter) {
        int removed = 0;
        int seen = 0;
        SequencePage page = fetch(pageAt(from, to));
        while (!page.items().isEmpty()) {
            List<SequenceItem> items = page.items();
            int inRange = Math.min(items.size(), to - from - seen);
            SequencePage ranged = new SequencePage(
                    page.size(), page.version(), page.firstIndex(), items.subList(0, inRange), false, false);
            seen += inRange;
            ItemId last = items.get(inRange - 1).id();
            List<ItemId> doomed = choose(ranged, filter);
            if (!doomed.isEmpty()) {
                removed += Math.toIntExact(Results.number(call(removeItems(doomed))));
            }
            if (!page.more() || seen >= to - from) {
                break;
            }
            page = fetch(pageBeside(last, false));
            if (page.lost()) {
                page = fetch(pageAt(from + seen - removed, to - removed));
            }
        }
        return removed;
    }
}
