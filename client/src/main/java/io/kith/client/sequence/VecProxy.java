package io.kith.client.sequence;

import io.kith.client.AsyncVec;
import io.kith.client.RemoteVec;
import io.kith.client.registry.NamedCollection;
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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteVec} as this process sees it. */
public final class VecProxy<E> extends AbstractList<E> implements RemoteVec<E> {
    private final NamedCollection named;
    private final VecCore<E> core;
    private final AsyncVec<E> async;

    /** The list as {@code named}. */
    public VecProxy(NamedCollection named) {
        this.named = named;
        this.core = new VecCore<>(named);
        this.async = new AsyncVecProxy<>(core);
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
        return core.size().await();
    }

    @Override
    public E get(int index) {
        return core.get(index).await();
    }

    @Override
    public E set(int index, E element) {
        return core.set(index, element).await();
    }

    @Override
    public boolean add(E element) {
        return core.add(element).await() >= 0;
    }

    @Override
    public void add(int index, E element) {
        core.insert(index, element).await();
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return core.addAll(elements).await() > 0;
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        if (elements.isEmpty()) {
            Objects.checkIndex(index, size() + 1);
            return false;
        }
        core.insertAll(index, elements).await();
        return true;
    }

    @Override
    public E remove(int index) {
        return core.remove(index).await();
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return element != null
                && core.removeValue(element, 0, Integer.MAX_VALUE).await() >= 0;
    }

    @Override
    protected void removeRange(int from, int to) {
        int removed = core.removeRange(from, to).await();
        if (removed < 0) {
            throw VecCore.outOfBounds(from);
        }
    }

    @Override
    public void clear() {
        core.clear().await();
    }

    @Override
    public List<E> drain(int from, int to) {
        return core.drain(from, to).await();
    }

    @Override
    public E swapRemove(int index) {
        return core.swapRemove(index).await();
    }

    @Override
    public int truncate(int newSize) {
        return core.truncate(newSize).await();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object element) {
        return element == null
                ? -1
                : core.indexOf(element, 0, Integer.MAX_VALUE).await();
    }

    @Override
    public int lastIndexOf(@Nullable Object element) {
        return element == null
                ? -1
                : core.lastIndexOf(element, 0, Integer.MAX_VALUE).await();
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return core.removeIf(filter).await() > 0;
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
        core.replaceAll(0, Integer.MAX_VALUE, operator).await();
    }

    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        core.sort(0, Integer.MAX_VALUE, comparator).await();
    }

    @Override
    public void shuffle(RandomGenerator random) {
        core.shuffle(Objects.requireNonNull(random)).await();
    }

    @Override
    public void reverse() {
        core.reverse().await();
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
