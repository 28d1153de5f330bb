package io.kith.client.sequence;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list's operations, for the list itself and its sublists: each declared once, for those who wait for its result and
 * those who do not.
 */
final class VecCore<E> extends SequenceCore<E> {
    private static final Logger LOG = LoggerFactory.getLogger(VecCore.class);

    private final VecTaking<E> taking = new VecTaking<>(this);

    VecCore(NamedCollection named) {
        super(named);
    }

    @Override
    byte[] pageAt(int from, int to) {
        return VecOperations.pageAt(name(), from, to, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] pageBeside(@Nullable ItemId item, boolean backward) {
        return VecOperations.pageBeside(name(), item, backward, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] removeItem(ItemId item) {
        return VecOperations.removeItem(name(), item);
    }

    @Override
    byte[] removeItems(List<ItemId> items) {
        return VecOperations.removeItems(name(), items);
    }

    @Override
    SequencePage page(byte[] payload) {
        return VecOperations.page(payload);
    }

    private Call<E> elementAt(int index, byte[] operation) {
        return callForElement(operation, payload -> {
            byte[] found = Results.optionalBytes(payload);
            if (found == null) {
                throw outOfBounds(index);
            }
            return decode(found);
        });
    }

    private Call<Integer> number(byte[] operation) {
        return call(operation, payload -> Math.toIntExact(Results.number(payload)));
    }

    private static int checked(int index) {
        if (index < 0) {
            throw outOfBounds(index);
        }
        return index;
    }

    static IndexOutOfBoundsException outOfBounds(int index) {
        return new IndexOutOfBoundsException("there is no index " + index + " in the list");
    }

    // ---- one element

    Call<Integer> size() {
        return number(VecOperations.size(name()));
    }

    Call<E> get(int index) {
        return elementAt(index, VecOperations.get(name(), checked(index)));
    }

    Call<E> set(int index, E element) {
        byte[] encoded = encode(element);
        return elementAt(index, VecOperations.set(name(), checked(index), encoded))
                .undoing(taking.resetting(index, encoded))
                .carefully(taking.care(), () -> taking.set(index, encoded));
    }

    /** Adds an element at the end; results in its index. */
    Call<Integer> add(E element) {
        return number(VecOperations.add(name(), encode(element)));
    }

    Call<@Nullable Void> insert(int index, E element) {
        byte[] encoded = encode(element);
        return call(VecOperations.insert(name(), checked(index), encoded), payload -> {
            requireInserted(index, payload);
            return null;
        });
    }

    private static void requireInserted(int index, byte[] payload) {
        if (!Results.bool(payload)) {
            throw outOfBounds(index);
        }
    }

    Call<E> remove(int index) {
        return elementAt(index, VecOperations.remove(name(), checked(index)))
                .undoing(taking.reinserting(index))
                .carefully(taking.care(), () -> taking.remove(index));
    }

    Call<E> swapRemove(int index) {
        return elementAt(index, VecOperations.swapRemove(name(), checked(index)))
                .undoing(taking.reinserting(index))
                .carefully(taking.care(), () -> taking.swapRemove(index));
    }

    /** Results in the index that was removed; -1 for none. */
    Steps<Integer> removeValue(Object element, int from, int to) {
        return seek(
                new Seeking.Aim(element, from, to, false, true),
                encoded -> VecOperations.removeValue(name(), encoded, from, to, false));
    }

    Steps<Integer> indexOf(Object element, int from, int to) {
        return seek(
                new Seeking.Aim(element, from, to, false, false),
                encoded -> VecOperations.indexOf(name(), encoded, from, to));
    }

    Steps<Integer> lastIndexOf(Object element, int from, int to) {
        return seek(
                new Seeking.Aim(element, from, to, true, false),
                encoded -> VecOperations.lastIndexOf(name(), encoded, from, to));
    }

    private Steps<Integer> seek(Seeking.Aim aim, Function<byte[], byte[]> operation) {
        return new Seeking<>(this, aim, operation, VecOperations::index);
    }

    // ---- many elements

    Steps<Integer> addAll(Collection<? extends E> elements) {
        return new Batches(
                this,
                elements,
                (before, batch) -> VecOperations.addAll(name(), batch),
                (batch, payload) -> batch.size());
    }

    Steps<Integer> insertAll(int index, Collection<? extends E> elements) {
        int start = checked(index);
        int[] at = {start};
        return new Batches(
                this,
                elements,
                (before, batch) -> {
                    at[0] = start + before;
                    return VecOperations.insertAll(name(), at[0], batch);
                },
                (batch, payload) -> {
                    requireInserted(at[0], payload);
                    return batch.size();
                });
    }

    Call<Integer> removeRange(int from, int to) {
        return number(VecOperations.removeRange(name(), from, to));
    }

    Call<@Nullable Void> clear() {
        return call(VecOperations.clear(name()), payload -> null);
    }

    Call<Integer> truncate(int newSize) {
        return number(VecOperations.truncate(name(), checked(newSize)));
    }

    Steps<List<E>> drain(int from, int to) {
        if (from < 0 || from > to) {
            throw new IndexOutOfBoundsException("no range from " + from + " to " + to);
        }
        return new Taking<>(
                this,
                to - from,
                taken -> VecOperations.drain(name(), from, to - taken, PAGE_BYTES),
                VecOperations::values,
                elements -> insertEncoded(from, elements));
    }

    /** Inserts elements again that were removed, or adds them if the list is shorter by now. */
    private Call<String> insertEncoded(int index, List<byte[]> elements) {
        return call(VecOperations.insertAll(name(), index, elements), payload -> {
            if (Results.bool(payload)) {
                return elements.size() + " elements were inserted again where they were";
            }
            Async.listen(taking.insert(index, elements), (words, failure) -> {
                if (failure != null) {
                    LOG.warn("{} elements that cannot be read could not be put back", elements.size(), failure);
                }
            });
            return elements.size() + " elements are added at the end, as the list is shorter by now";
        });
    }

    /** Replaces a range's elements, each page at one go. */
    Steps<@Nullable Void> replaceAll(int from, int to, UnaryOperator<E> operator) {
        return new Replacing<>(this, from, to, operator);
    }

    /** Sorts a range: the elements are compared here, and only their new order is sent. */
    Steps<@Nullable Void> sort(int from, int to, @Nullable Comparator<? super E> comparator) {
        return new Sorting<>(this, from, to, comparator);
    }

    Steps<@Nullable Void> shuffle(RandomGenerator random) {
        return new Permuting<>(this, size -> SortOrder.shuffled(size, random));
    }

    Steps<@Nullable Void> reverse() {
        return new Permuting<>(this, SortOrder::reversed);
    }

    // ---- one item

    Call<byte @Nullable []> setItem(ItemId item, byte[] encoded) {
        return call(VecOperations.setItem(name(), item, encoded), Results::optionalBytes);
    }

    Call<@Nullable ItemId> insertBeside(ItemId item, boolean before, byte[] encoded) {
        return call(VecOperations.insertBeside(name(), item, before, encoded), VecOperations::item);
    }
}
