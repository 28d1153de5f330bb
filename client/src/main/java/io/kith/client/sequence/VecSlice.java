package io.kith.client.sequence;

import java.util.AbstractList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A view of a range of a list. Its size follows the changes made through it and through its own slices. */
final class VecSlice<E> extends AbstractList<E> implements RandomAccess {
    private final VecProxy<E> vec;
    private final VecCore<E> core;
    private final @Nullable VecSlice<E> parent;
    private final int offset;
    private int size;

    VecSlice(VecProxy<E> vec, VecCore<E> core, @Nullable VecSlice<E> parent, int offset, int size) {
        this.vec = vec;
        this.core = core;
        this.parent = parent;
        this.offset = offset;
        this.size = size;
    }

    /** Fails as {@code ArrayList.subList} does, which tells wrong ends from a wrong order. */
    static void checkRange(int from, int to, int size) {
        if (from < 0 || to > size) {
            throw new IndexOutOfBoundsException(
                    "no range from " + from + " to " + to + " in a list of " + size + " elements");
        }
        if (from > to) {
            throw new IllegalArgumentException("a range from " + from + " to " + to + " ends before it begins");
        }
    }

    private int end() {
        return offset + size;
    }

    private void grow(int elements) {
        size += elements;
        if (parent != null) {
            parent.grow(elements);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public E get(int index) {
        return core.get(offset + Objects.checkIndex(index, size)).await();
    }

    @Override
    public E set(int index, E element) {
        return core.set(offset + Objects.checkIndex(index, size), element).await();
    }

    @Override
    public boolean add(E element) {
        add(size, element);
        return true;
    }

    @Override
    public void add(int index, E element) {
        core.insert(offset + Objects.checkIndex(index, size + 1), element).await();
        grow(1);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return addAll(size, elements);
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        Object[] copy = elements.toArray();
        core.insertAll(offset + Objects.checkIndex(index, size + 1), elements).await();
        grow(copy.length);
        return copy.length > 0;
    }

    @Override
    public E remove(int index) {
        E removed = core.remove(offset + Objects.checkIndex(index, size)).await();
        grow(-1);
        return removed;
    }

    @Override
    public boolean remove(@Nullable Object element) {
        if (element == null || core.removeValue(element, offset, end()).await() < 0) {
            return false;
        }
        grow(-1);
        return true;
    }

    @Override
    protected void removeRange(int from, int to) {
        grow(-core.removeRange(offset + from, offset + to).await());
    }

    @Override
    public void clear() {
        removeRange(0, size);
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object element) {
        int index = element == null ? -1 : core.indexOf(element, offset, end()).await();
        return index < 0 ? -1 : index - offset;
    }

    @Override
    public int lastIndexOf(@Nullable Object element) {
        int index =
                element == null ? -1 : core.lastIndexOf(element, offset, end()).await();
        return index < 0 ? -1 : index - offset;
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        int removed = core.removeIf(offset, end(), filter).await();
        grow(-removed);
        return removed > 0;
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
        core.replaceAll(offset, end(), operator).await();
    }

    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        core.sort(offset, end(), comparator).await();
    }

    @Override
    public Iterator<E> iterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        return new SliceIterator(vec.listIterator(offset + Objects.checkIndex(index, size + 1)));
    }

    @Override
    public List<E> subList(int from, int to) {
        checkRange(from, to, size);
        return new VecSlice<>(vec, core, this, offset + from, to - from);
    }

    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL);
    }

    /** The whole list's iterator, kept within the slice. */
    private final class SliceIterator implements ListIterator<E> {
        private final ListIterator<E> whole;

        SliceIterator(ListIterator<E> whole) {
            this.whole = whole;
        }

        @Override
        public boolean hasNext() {
            return nextIndex() < size;
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException("this is the end of the sublist");
            }
            return whole.next();
        }

        @Override
        public boolean hasPrevious() {
            return previousIndex() >= 0;
        }

        @Override
        public E previous() {
            if (!hasPrevious()) {
                throw new NoSuchElementException("this is the beginning of the sublist");
            }
            return whole.previous();
        }

        @Override
        public int nextIndex() {
            return whole.nextIndex() - offset;
        }

        @Override
        public int previousIndex() {
            return whole.previousIndex() - offset;
        }

        @Override
        public void remove() {
            whole.remove();
            grow(-1);
        }

        @Override
        public void set(E element) {
            whole.set(element);
        }

        @Override
        public void add(E element) {
            whole.add(element);
            grow(1);
        }
    }
}
