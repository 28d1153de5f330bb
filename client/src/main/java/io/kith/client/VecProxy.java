package io.kith.client;

import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteVec} as this process sees it. */
final class VecProxy<E> extends AbstractList<E> implements RemoteVec<E> {
    private final NamedCollection named;
    private final VecCore<E> core;
    private final AsyncVec<E> async;

    VecProxy(String name, long id, Grid grid, Registry registry) {
        this.named = new NamedCollection(name, CollectionType.VEC, id, grid, registry);
        this.core = new VecCore<>(grid, id);
        this.async = new AsyncVecProxy<>(named, core);
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public AsyncVec<E> async() {
        return async;
    }

    @Override
    public void destroy() {
        named.awaitDestroyed();
    }

    @Override
    public int size() {
        return core.size();
    }

    @Override
    public E get(int index) {
        return core.get(index);
    }

    @Override
    public E set(int index, E element) {
        return core.set(index, element);
    }

    @Override
    public boolean add(E element) {
        long index = Results.number(core.call(VecOperations.add(core.id(), core.encode(element))));
        return index >= 0;
    }

    @Override
    public void add(int index, E element) {
        core.insert(index, element);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        long first = 0;
        for (List<byte[]> batch : core.batches(elements)) {
            first = Results.number(core.call(VecOperations.addAll(core.id(), batch)));
        }
        return first >= 0 && !elements.isEmpty();
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        if (elements.isEmpty()) {
            Objects.checkIndex(index, size() + 1);
            return false;
        }
        core.insertAll(index, elements);
        return true;
    }

    @Override
    public E remove(int index) {
        return core.remove(index);
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return element != null && core.removeValue(element, 0, Integer.MAX_VALUE) >= 0;
    }

    @Override
    protected void removeRange(int from, int to) {
        int removed = core.removeRange(from, to);
        if (removed < 0) {
            throw VecCore.outOfBounds(from);
        }
    }

    @Override
    public void clear() {
        removeRange(0, Integer.MAX_VALUE);
    }

    @Override
    public List<E> drain(int from, int to) {
        return core.drain(from, to);
    }

    @Override
    public E swapRemove(int index) {
        return core.swapRemove(index);
    }

    @Override
    public int truncate(int newSize) {
        if (newSize < 0) {
            throw VecCore.outOfBounds(newSize);
        }
        return Math.toIntExact(Results.number(core.call(VecOperations.truncate(core.id(), newSize))));
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object element) {
        return element == null ? -1 : core.indexOf(element, 0, Integer.MAX_VALUE);
    }

    @Override
    public int lastIndexOf(@Nullable Object element) {
        return element == null ? -1 : core.lastIndexOf(element, 0, Integer.MAX_VALUE);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return core.removeIf(0, Integer.MAX_VALUE, filter) > 0;
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements);
        return removeIf(elements::contains);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements);
        return removeIf(element -> !elements.contains(element));
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        Objects.requireNonNull(operator);
        core.replaceAll(0, Integer.MAX_VALUE, operator);
    }

    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        core.sort(0, Integer.MAX_VALUE, comparator);
    }

    @Override
    public Iterator<E> iterator() {
        return new VecIterator<>(core, 0);
    }

    @Override
    public ListIterator<E> listIterator() {
        return new VecIterator<>(core, 0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        if (index < 0) {
            throw VecCore.outOfBounds(index);
        }
        return new VecIterator<>(core, index);
    }

    @Override
    public List<E> subList(int from, int to) {
        VecSlice.checkRange(from, to, size());
        return new VecSlice<>(this, core, null, from, to - from);
    }

    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL);
    }
}
