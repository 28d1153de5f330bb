package io.kith.client;

import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a deque. */
final class AsyncDequeProxy<E> implements AsyncVecDeque<E> {
    private static final boolean FIRST = true;
    private static final boolean LAST = false;

    private final NamedCollection named;
    private final DequeCore<E> core;

    AsyncDequeProxy(NamedCollection named, DequeCore<E> core) {
        this.named = named;
        this.core = core;
    }

    private CompletableFuture<Boolean> bool(byte[] operation) {
        return core.submit(operation, Results::bool);
    }

    private CompletableFuture<@Nullable E> optional(byte[] operation) {
        return core.submit(operation, payload -> core.decodeNullable(Results.optionalBytes(payload)));
    }

    // ---- adding

    @Override
    public CompletableFuture<Boolean> offerFirst(E element) {
        return bool(DequeOperations.offer(core.id(), FIRST, core.encode(element)));
    }

    @Override
    public CompletableFuture<Boolean> offerLast(E element) {
        return bool(DequeOperations.offer(core.id(), LAST, core.encode(element)));
    }

    @Override
    public CompletableFuture<Boolean> offerFirst(E element, Duration wait) {
        return Async.map(put(FIRST, element, Objects.requireNonNull(wait)), done -> done);
    }

    @Override
    public CompletableFuture<Boolean> offerLast(E element, Duration wait) {
        return Async.map(put(LAST, element, Objects.requireNonNull(wait)), done -> done);
    }

    @Override
    public CompletableFuture<@Nullable Void> putFirst(E element) {
        return Async.map(put(FIRST, element, null), done -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> putLast(E element) {
        return Async.map(put(LAST, element, null), done -> null);
    }

    /** A future of whether there was room in time. */
    private CompletableFuture<Boolean> put(boolean first, E element, @Nullable Duration limit) {
        byte[] encoded = core.encode(element);
        return core.whenDone(
                wait -> DequeOperations.put(core.id(), first, encoded, wait),
                limit,
                payload -> payload != null,
                payload -> ClientLoop.LOG.debug("a put that was cancelled had been done already"));
    }

    @Override
    public CompletableFuture<Integer> addAllLast(Collection<? extends E> elements) {
        return addBatches(LAST, core.batches(elements).iterator(), 0);
    }

    @Override
    public CompletableFuture<Integer> addAllFirst(Collection<? extends E> elements) {
        return addBatches(FIRST, core.batches(elements).iterator(), 0);
    }

    /** One batch after the other, so that they come in their order. */
    private CompletableFuture<Integer> addBatches(boolean first, Iterator<List<byte[]>> batches, int added) {
        if (!batches.hasNext()) {
            return CompletableFuture.completedFuture(added);
        }
        List<byte[]> batch = batches.next();
        return Async.then(core.submit(DequeOperations.offerAll(core.id(), first, batch)), payload -> {
            int part = Math.toIntExact(Results.number(payload));
            return part < batch.size()
                    ? CompletableFuture.completedFuture(added + part)
                    : addBatches(first, batches, added + part);
        });
    }

    // ---- taking

    @Override
    public CompletableFuture<@Nullable E> pollFirst() {
        return optional(DequeOperations.poll(core.id(), FIRST));
    }

    @Override
    public CompletableFuture<@Nullable E> pollLast() {
        return optional(DequeOperations.poll(core.id(), LAST));
    }

    @Override
    public CompletableFuture<List<E>> pollFirst(int maxElements) {
        return pollAll(FIRST, maxElements, new ArrayList<>());
    }

    @Override
    public CompletableFuture<List<E>> pollLast(int maxElements) {
        return pollAll(LAST, maxElements, new ArrayList<>());
    }

    private CompletableFuture<List<E>> pollAll(boolean first, int maxElements, List<E> taken) {
        if (maxElements < 0) {
            throw new IllegalArgumentException("a negative number of elements: " + maxElements);
        }
        if (maxElements == 0) {
            return CompletableFuture.completedFuture(taken);
        }
        byte[] operation = DequeOperations.pollAll(core.id(), first, maxElements, SequenceCore.PAGE_BYTES);
        return Async.then(core.submit(operation), payload -> {
            List<byte[]> part = DequeOperations.values(payload);
            taken.addAll(core.decodeAll(part));
            return part.isEmpty()
                    ? CompletableFuture.completedFuture(taken)
                    : pollAll(first, maxElements - part.size(), taken);
        });
    }

    @Override
    public CompletableFuture<@Nullable E> pollFirst(Duration wait) {
        return take(FIRST, Objects.requireNonNull(wait));
    }

    @Override
    public CompletableFuture<@Nullable E> pollLast(Duration wait) {
        return take(LAST, Objects.requireNonNull(wait));
    }

    @Override
    public CompletableFuture<E> takeFirst() {
        return Async.map(take(FIRST, null), AsyncDequeProxy::present);
    }

    @Override
    public CompletableFuture<E> takeLast() {
        return Async.map(take(LAST, null), AsyncDequeProxy::present);
    }

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new NoSuchElementException("an operation that waits for ever ended without an element");
        }
        return element;
    }

    private CompletableFuture<@Nullable E> take(boolean first, @Nullable Duration limit) {
        return core.whenDone(
                wait -> DequeOperations.take(core.id(), first, wait),
                limit,
                payload -> payload == null ? null : core.decodeNullable(Results.optionalBytes(payload)),
                payload -> core.putBack(first, payload));
    }

    @Override
    public CompletableFuture<@Nullable Reserved<E>> reserve(Duration lease, Duration wait) {
        long leaseMillis = MapCore.millis(lease);
        return core.whenDone(
                millis -> DequeOperations.reserve(core.id(), FIRST, leaseMillis, millis),
                Objects.requireNonNull(wait),
                payload -> payload == null ? null : ReservedElement.of(core, DequeOperations.reservation(payload)),
                core::releaseReservation);
    }

    // ---- looking

    @Override
    public CompletableFuture<@Nullable E> peekFirst() {
        return optional(DequeOperations.peek(core.id(), FIRST));
    }

    @Override
    public CompletableFuture<@Nullable E> peekLast() {
        return optional(DequeOperations.peek(core.id(), LAST));
    }

    @Override
    public CompletableFuture<E> get(int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("there is no index " + index + " in the deque");
        }
        return core.submit(DequeOperations.get(core.id(), index), payload -> {
            byte[] found = Results.optionalBytes(payload);
            if (found == null) {
                throw new IndexOutOfBoundsException("there is no index " + index + " in the deque");
            }
            return core.decode(found);
        });
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        return core.submit(
                DequeOperations.indexOf(core.id(), core.encode(element)),
                payload -> DequeOperations.index(payload) >= 0);
    }

    @Override
    public CompletableFuture<Integer> capacity() {
        return core.submit(DequeOperations.capacity(core.id()), DequeCore::capacityOf);
    }

    @Override
    public CompletableFuture<@Nullable Void> setCapacity(int elements) {
        return core.submit(core.settingCapacity(elements), payload -> null);
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return Async.map(size(), size -> size == 0);
    }

    @Override
    public CompletableFuture<Integer> size() {
        return core.submit(DequeOperations.size(core.id()), payload -> Math.toIntExact(Results.number(payload)));
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        return SequenceWalk.over(core, action);
    }

    // ---- removing

    @Override
    public CompletableFuture<Boolean> removeFirstOccurrence(E element) {
        return bool(DequeOperations.removeOccurrence(core.id(), FIRST, core.encode(element)));
    }

    @Override
    public CompletableFuture<Boolean> removeLastOccurrence(E element) {
        return bool(DequeOperations.removeOccurrence(core.id(), LAST, core.encode(element)));
    }

    @Override
    public CompletableFuture<Boolean> removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return Async.map(SequenceWalk.removeIf(core, filter), removed -> removed > 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return core.submit(DequeOperations.clear(core.id()), payload -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return named.destroy();
    }
}
