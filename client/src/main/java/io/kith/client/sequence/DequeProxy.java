package io.kith.client.sequence;

import static io.kith.client.sequence.DequeCore.FIRST;
import static io.kith.client.sequence.DequeCore.LAST;

import io.kith.client.AsyncVecDeque;
import io.kith.client.KithException;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import io.kith.client.grid.Durations;
import io.kith.client.registry.NamedCollection;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteVecDeque} as this process sees it. */
public final class DequeProxy<E> extends AbstractCollection<E> implements RemoteVecDeque<E> {
    private final NamedCollection named;
    private final DequeCore<E> core;
    private final AsyncVecDeque<E> async;

    /** The deque as {@code named}. */
    public DequeProxy(NamedCollection named) {
        this.named = named;
        this.core = new DequeCore<>(named);
        this.async = new AsyncDequeProxy<>(core);
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public AsyncVecDeque<E> async() {
        return async;
    }

    @Override
    public void destroy() {
        named.awaitDestroyed();
    }

    // ---- adding

    private void add(boolean first, E element) {
        if (!core.offer(first, element).await()) {
            throw new IllegalStateException("the deque is full: it holds as many elements as its capacity allows");
        }
    }

    private boolean put(boolean first, E element, @Nullable Duration limit) throws InterruptedException {
        return core.put(first, element, limit).await();
    }

    @Override
    public boolean offerFirst(E element) {
        return core.offer(FIRST, element).await();
    }

    @Override
    public boolean offerLast(E element) {
        return core.offer(LAST, element).await();
    }

    @Override
    public boolean offer(E element) {
        return core.offer(LAST, element).await();
    }

    @Override
    public void addFirst(E element) {
        add(FIRST, element);
    }

    @Override
    public void addLast(E element) {
        add(LAST, element);
    }

    @Override
    public boolean add(E element) {
        add(LAST, element);
        return true;
    }

    @Override
    public void push(E element) {
        add(FIRST, element);
    }

    @Override
    public void putFirst(E element) throws InterruptedException {
        requireDone(put(FIRST, element, null));
    }

    @Override
    public void putLast(E element) throws InterruptedException {
        requireDone(put(LAST, element, null));
    }

    @Override
    public void put(E element) throws InterruptedException {
        requireDone(put(LAST, element, null));
    }

    private static void requireDone(boolean done) {
        if (!done) {
            throw new KithException("an operation that waits for ever ended without effect");
        }
    }

    @Override
    public boolean offerFirst(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return put(FIRST, element, Durations.of(timeout, unit));
    }

    @Override
    public boolean offerLast(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return put(LAST, element, Durations.of(timeout, unit));
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return put(LAST, element, Durations.of(timeout, unit));
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        if (elements == this) {
            throw new IllegalArgumentException("a deque cannot be added to itself");
        }
        int wanted = elements.size();
        int added = addAllLast(elements);
        if (added < wanted) {
            throw new IllegalStateException("the deque is full: " + added + " of " + wanted + " elements were added");
        }
        return added > 0;
    }

    @Override
    public int addAllLast(Collection<? extends E> elements) {
        return core.addAll(LAST, elements).await();
    }

    @Override
    public int addAllFirst(Collection<? extends E> elements) {
        return core.addAll(FIRST, elements).await();
    }

    // ---- taking

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new NoSuchElementException("the deque is empty");
        }
        return element;
    }

    @Override
    public @Nullable E pollFirst() {
        return core.poll(FIRST).await();
    }

    @Override
    public @Nullable E pollLast() {
        return core.poll(LAST).await();
    }

    @Override
    public @Nullable E poll() {
        return core.poll(FIRST).await();
    }

    @Override
    public E removeFirst() {
        return present(core.poll(FIRST).await());
    }

    @Override
    public E removeLast() {
        return present(core.poll(LAST).await());
    }

    @Override
    public E remove() {
        return present(core.poll(FIRST).await());
    }

    @Override
    public E pop() {
        return present(core.poll(FIRST).await());
    }

    @Override
    public E takeFirst() throws InterruptedException {
        return present(core.take(FIRST, null).await());
    }

    @Override
    public E takeLast() throws InterruptedException {
        return present(core.take(LAST, null).await());
    }

    @Override
    public E take() throws InterruptedException {
        return present(core.take(FIRST, null).await());
    }

    @Override
    public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
        return core.take(FIRST, Durations.of(timeout, unit)).await();
    }

    @Override
    public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
        return core.take(LAST, Durations.of(timeout, unit)).await();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return core.take(FIRST, Durations.of(timeout, unit)).await();
    }

    @Override
    public List<E> pollFirst(int maxElements) {
        return core.pollAll(FIRST, maxElements).await();
    }

    @Override
    public List<E> pollLast(int maxElements) {
        return core.pollAll(LAST, maxElements).await();
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int maxElements) {
        Objects.requireNonNull(target);
        if (target == this) {
            throw new IllegalArgumentException("a deque cannot be drained to itself");
        }
        return core.drainTo(target, Math.max(0, maxElements)).await();
    }

    @Override
    public @Nullable Reserved<E> reserve(Duration lease, Duration wait) throws InterruptedException {
        return core.reserve(lease, wait).await();
    }

    // ---- looking

    @Override
    public @Nullable E peekFirst() {
        return core.peek(FIRST).await();
    }

    @Override
    public @Nullable E peekLast() {
        return core.peek(LAST).await();
    }

    @Override
    public @Nullable E peek() {
        return core.peek(FIRST).await();
    }

    @Override
    public E getFirst() {
        return present(core.peek(FIRST).await());
    }

    @Override
    public E getLast() {
        return present(core.peek(LAST).await());
    }

    @Override
    public E element() {
        return present(core.peek(FIRST).await());
    }

    @Override
    public E get(int index) {
        return core.get(index).await();
    }

    @Override
    public int size() {
        return core.size().await();
    }

    @Override
    public int capacity() {
        return core.capacity().await();
    }

    @Override
    public void setCapacity(int elements) {
        core.setCapacity(elements).await();
    }

    @Override
    public int remainingCapacity() {
        int capacity = capacity();
        return capacity == Integer.MAX_VALUE ? capacity : Math.max(0, capacity - size());
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return element != null && core.indexOf(element).await() >= 0;
    }

    @Override
    public Iterator<E> iterator() {
        return new SequenceIterator<>(core, false);
    }

    @Override
    public Iterator<E> descendingIterator() {
        return new SequenceIterator<>(core, true);
    }

    /** Of unknown size, as others may change it meanwhile. */
    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL);
    }

    // ---- removing

    private boolean removeOccurrence(boolean first, @Nullable Object element) {
        return element != null && core.removeOccurrence(first, element).await() >= 0;
    }

    @Override
    public boolean removeFirstOccurrence(@Nullable Object element) {
        return removeOccurrence(FIRST, element);
    }

    @Override
    public boolean removeLastOccurrence(@Nullable Object element) {
        return removeOccurrence(LAST, element);
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return removeOccurrence(FIRST, element);
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
    public void clear() {
        core.clear().await();
    }
}
