package io.kith.client.sequence;

import static io.kith.client.sequence.DequeCore.FIRST;
import static io.kith.client.sequence.DequeCore.LAST;

import io.kith.client.AsyncVecDeque;
import io.kith.client.Reserved;
import io.kith.client.grid.Async;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a deque. */
final class AsyncDequeProxy<E> implements AsyncVecDeque<E> {
    private final DequeCore<E> core;

    AsyncDequeProxy(DequeCore<E> core) {
        this.core = core;
    }

    // ---- adding

    @Override
    public CompletableFuture<Boolean> offerFirst(E element) {
        return core.offer(FIRST, element).start();
    }

    @Override
    public CompletableFuture<Boolean> offerLast(E element) {
        return core.offer(LAST, element).start();
    }

    @Override
    public CompletableFuture<Boolean> offerFirst(E element, Duration wait) {
        return core.put(FIRST, element, Objects.requireNonNull(wait)).start();
    }

    @Override
    public CompletableFuture<Boolean> offerLast(E element, Duration wait) {
        return core.put(LAST, element, Objects.requireNonNull(wait)).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> putFirst(E element) {
        return Async.map(core.put(FIRST, element, null).start(), done -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> putLast(E element) {
        return Async.map(core.put(LAST, element, null).start(), done -> null);
    }

    @Override
    public CompletableFuture<Integer> addAllLast(Collection<? extends E> elements) {
        return core.addAll(LAST, elements).start();
    }

    @Override
    public CompletableFuture<Integer> addAllFirst(Collection<? extends E> elements) {
        return core.addAll(FIRST, elements).start();
    }

    // ---- taking

    @Override
    public CompletableFuture<@Nullable E> pollFirst() {
        return core.poll(FIRST).start();
    }

    @Override
    public CompletableFuture<@Nullable E> pollLast() {
        return core.poll(LAST).start();
    }

    @Override
    public CompletableFuture<List<E>> pollFirst(int maxElements) {
        return core.pollAll(FIRST, maxElements).start();
    }

    @Override
    public CompletableFuture<List<E>> pollLast(int maxElements) {
        return core.pollAll(LAST, maxElements).start();
    }

    @Override
    public CompletableFuture<@Nullable E> pollFirst(Duration wait) {
        return core.take(FIRST, Objects.requireNonNull(wait)).start();
    }

    @Override
    public CompletableFuture<@Nullable E> pollLast(Duration wait) {
        return core.take(LAST, Objects.requireNonNull(wait)).start();
    }

    @Override
    public CompletableFuture<E> takeFirst() {
        return Async.map(core.take(FIRST, null).start(), AsyncDequeProxy::present);
    }

    @Override
    public CompletableFuture<E> takeLast() {
        return Async.map(core.take(LAST, null).start(), AsyncDequeProxy::present);
    }

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new NoSuchElementException("an operation that waits for ever ended without an element");
        }
        return element;
    }

    @Override
    public CompletableFuture<@Nullable Reserved<E>> reserve(Duration lease, Duration wait) {
        return core.reserve(lease, wait).start();
    }

    // ---- looking

    @Override
    public CompletableFuture<@Nullable E> peekFirst() {
        return core.peek(FIRST).start();
    }

    @Override
    public CompletableFuture<@Nullable E> peekLast() {
        return core.peek(LAST).start();
    }

    @Override
    public CompletableFuture<E> get(int index) {
        return core.get(index).start();
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        return Async.map(core.indexOf(element).start(), index -> index >= 0);
    }

    @Override
    public CompletableFuture<Integer> capacity() {
        return core.capacity().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> setCapacity(int elements) {
        return core.setCapacity(elements).start();
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return Async.map(size(), size -> size == 0);
    }

    @Override
    public CompletableFuture<Integer> size() {
        return core.size().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        return Async.map(core.forEach(action).start(), done -> null);
    }

    // ---- removing

    @Override
    public CompletableFuture<Boolean> removeFirstOccurrence(E element) {
        return Async.map(core.removeOccurrence(FIRST, element).start(), index -> index >= 0);
    }

    @Override
    public CompletableFuture<Boolean> removeLastOccurrence(E element) {
        return Async.map(core.removeOccurrence(LAST, element).start(), index -> index >= 0);
    }

    @Override
    public CompletableFuture<Boolean> removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return Async.map(core.removeIf(filter).start(), removed -> removed > 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return core.clear().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return core.named().destroy();
    }
}
