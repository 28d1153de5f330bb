package io.kith.client;

import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
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
final class DequeProxy<E> extends AbstractCollection<E> implements RemoteVecDeque<E> {
    private static final boolean FIRST = true;
    private static final boolean LAST = false;

    private final NamedCollection named;
    private final DequeCore<E> core;
    private final AsyncVecDeque<E> async;

    DequeProxy(String name, long id, Grid grid, Registry registry) {
        this.named = new NamedCollection(name, CollectionType.VEC_DEQUE, id, grid, registry);
        this.core = new DequeCore<>(grid, id);
        this.async = new AsyncDequeProxy<>(named, core);
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

    private boolean offer(boolean first, E element) {
        return Results.bool(core.call(DequeOperations.offer(core.id(), first, core.encode(element))));
    }

    private void add(boolean first, E element) {
        if (!offer(first, element)) {
            throw new IllegalStateException("the deque is full: it holds as many elements as its capacity allows");
        }
    }

    private boolean put(boolean first, E element, @Nullable Duration limit) throws InterruptedException {
        byte[] encoded = core.encode(element);
        return core.await(wait -> DequeOperations.put(core.id(), first, encoded, wait), limit) != null;
    }

    private int addAll(boolean first, Collection<? extends E> elements) {
        int added = 0;
        for (List<byte[]> batch : core.batches(elements)) {
            long part = Results.number(core.call(DequeOperations.offerAll(core.id(), first, batch)));
            added += (int) part;
            if (part < batch.size()) {
                break;
            }
        }
        return added;
    }

    @Override
    public boolean offerFirst(E element) {
        return offer(FIRST, element);
    }

    @Override
    public boolean offerLast(E element) {
        return offer(LAST, element);
    }

    @Override
    public boolean offer(E element) {
        return offer(LAST, element);
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
        return put(FIRST, element, limit(timeout, unit));
    }

    @Override
    public boolean offerLast(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return put(LAST, element, limit(timeout, unit));
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return put(LAST, element, limit(timeout, unit));
    }

    private static Duration limit(long timeout, TimeUnit unit) {
        return Duration.of(Math.max(0, timeout), unit.toChronoUnit());
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
        return addAll(LAST, elements);
    }

    @Override
    public int addAllFirst(Collection<? extends E> elements) {
        return addAll(FIRST, elements);
    }

    // ---- taking

    private @Nullable E poll(boolean first) {
        return core.decodeNullable(Results.optionalBytes(core.call(DequeOperations.poll(core.id(), first))));
    }

    private @Nullable E take(boolean first, @Nullable Duration limit) throws InterruptedException {
        byte[] payload = core.await(wait -> DequeOperations.take(core.id(), first, wait), limit);
        return payload == null ? null : core.decodeNullable(Results.optionalBytes(payload));
    }

    private List<E> pollAll(boolean first, int maxElements) {
        if (maxElements < 0) {
            throw new IllegalArgumentException("a negative number of elements: " + maxElements);
        }
        List<E> taken = new ArrayList<>();
        while (taken.size() < maxElements) {
            List<byte[]> part = DequeOperations.values(core.call(
                    DequeOperations.pollAll(core.id(), first, maxElements - taken.size(), SequenceCore.PAGE_BYTES)));
            if (part.isEmpty()) {
                break;
            }
            taken.addAll(core.decodeAll(part));
        }
        return taken;
    }

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new NoSuchElementException("the deque is empty");
        }
        return element;
    }

    @Override
    public @Nullable E pollFirst() {
        return poll(FIRST);
    }

    @Override
    public @Nullable E pollLast() {
        return poll(LAST);
    }

    @Override
    public @Nullable E poll() {
        return poll(FIRST);
    }

    @Override
    public E removeFirst() {
        return present(poll(FIRST));
    }

    @Override
    public E removeLast() {
        return present(poll(LAST));
    }

    @Override
    public E remove() {
        return present(poll(FIRST));
    }

    @Override
    public E pop() {
        return present(poll(FIRST));
    }

    @Override
    public E takeFirst() throws InterruptedException {
        return present(take(FIRST, null));
    }

    @Override
    public E takeLast() throws InterruptedException {
        return present(take(LAST, null));
    }

    @Override
    public E take() throws InterruptedException {
        return present(take(FIRST, null));
    }

    @Override
    public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
        return take(FIRST, limit(timeout, unit));
    }

    @Override
    public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
        return take(LAST, limit(timeout, unit));
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return take(FIRST, limit(timeout, unit));
    }

    @Override
    public List<E> pollFirst(int maxElements) {
        return pollAll(FIRST, maxElements);
    }

    @Override
    public List<E> pollLast(int maxElements) {
        return pollAll(LAST, maxElements);
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
        List<E> taken = pollAll(FIRST, Math.max(0, maxElements));
        target.addAll(taken);
        return taken.size();
    }

    @Override
    public @Nullable Reserved<E> reserve(Duration lease, Duration wait) throws InterruptedException {
        long leaseMillis = MapCore.millis(lease);
        byte[] payload = core.await(millis -> DequeOperations.reserve(core.id(), FIRST, leaseMillis, millis), wait);
        return payload == null ? null : ReservedElement.of(core, DequeOperations.reservation(payload));
    }

    // ---- looking

    private @Nullable E peek(boolean first) {
        return core.decodeNullable(Results.optionalBytes(core.call(DequeOperations.peek(core.id(), first))));
    }

    @Override
    public @Nullable E peekFirst() {
        return peek(FIRST);
    }

    @Override
    public @Nullable E peekLast() {
        return peek(LAST);
    }

    @Override
    public @Nullable E peek() {
        return peek(FIRST);
    }

    @Override
    public E getFirst() {
        return present(peek(FIRST));
    }

    @Override
    public E getLast() {
        return present(peek(LAST));
    }

    @Override
    public E element() {
        return present(peek(FIRST));
    }

    @Override
    public E get(int index) {
        byte[] found = index < 0 ? null : Results.optionalBytes(core.call(DequeOperations.get(core.id(), index)));
        if (found == null) {
            throw new IndexOutOfBoundsException("there is no index " + index + " in the deque");
        }
        return core.decode(found);
    }

    @Override
    public int size() {
        return Math.toIntExact(Results.number(core.call(DequeOperations.size(core.id()))));
    }

    @Override
    public int capacity() {
        return DequeCore.capacityOf(core.call(DequeOperations.capacity(core.id())));
    }

    @Override
    public void setCapacity(int elements) {
        byte[] nothing = core.call(core.settingCapacity(elements));
        if (nothing.length != 0) {
            throw new KithException("expected no result, but got one of " + nothing.length + " bytes");
        }
    }

    @Override
    public int remainingCapacity() {
        int capacity = capacity();
        return capacity == Integer.MAX_VALUE ? capacity : Math.max(0, capacity - size());
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return element != null
                && DequeOperations.index(core.call(DequeOperations.indexOf(core.id(), core.encode(element)))) >= 0;
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
        return element != null
                && Results.bool(core.call(DequeOperations.removeOccurrence(core.id(), first, core.encode(element))));
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
        long removed = 0;
        SequencePage page = core.fetch(core.pageBeside(null, false));
        while (!page.items().isEmpty()) {
            ItemId last = page.items().get(page.items().size() - 1).id();
            List<ItemId> doomed = core.choose(page, filter);
            if (!doomed.isEmpty()) {
                removed += Results.number(core.call(core.removeItems(doomed)));
            }
            if (!page.more()) {
                break;
            }
            page = core.fetch(core.pageBeside(last, false));
        }
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
    public void clear() {
        long removed = Results.number(core.call(DequeOperations.clear(core.id())));
        ClientLoop.LOG.trace("cleared {} elements", removed);
    }
}
