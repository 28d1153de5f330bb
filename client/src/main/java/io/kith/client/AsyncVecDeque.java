package io.kith.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteVecDeque} whose operations return at once with a future of their result; see {@link AsyncHashMap} for
 * what that means. Cancelling the future of an operation that waits ends the wait in the cluster; an element that it had
 * got already is put back where it came from.
 *
 * @param <E> the elements' type
 */
public interface AsyncVecDeque<E> {

    /** See {@link java.util.Deque#offerFirst}. */
    CompletableFuture<Boolean> offerFirst(E element);

    /** See {@link java.util.Deque#offerLast}. */
    CompletableFuture<Boolean> offerLast(E element);

    /** See {@link java.util.concurrent.BlockingDeque#offerFirst(Object, long, java.util.concurrent.TimeUnit)}. */
    CompletableFuture<Boolean> offerFirst(E element, Duration wait);

    /** See {@link java.util.concurrent.BlockingDeque#offerLast(Object, long, java.util.concurrent.TimeUnit)}. */
    CompletableFuture<Boolean> offerLast(E element, Duration wait);

    /** See {@link java.util.concurrent.BlockingDeque#putFirst}. */
    CompletableFuture<@Nullable Void> putFirst(E element);

    /** See {@link java.util.concurrent.BlockingDeque#putLast}. */
    CompletableFuture<@Nullable Void> putLast(E element);

    /** See {@link RemoteVecDeque#addAllLast}. */
    CompletableFuture<Integer> addAllLast(Collection<? extends E> elements);

    /** See {@link RemoteVecDeque#addAllFirst}. */
    CompletableFuture<Integer> addAllFirst(Collection<? extends E> elements);

    /** See {@link java.util.Deque#pollFirst}. */
    CompletableFuture<@Nullable E> pollFirst();

    /** See {@link java.util.Deque#pollLast}. */
    CompletableFuture<@Nullable E> pollLast();

    /** See {@link RemoteVecDeque#pollFirst(int)}. */
    CompletableFuture<List<E>> pollFirst(int maxElements);

    /** See {@link RemoteVecDeque#pollLast(int)}. */
    CompletableFuture<List<E>> pollLast(int maxElements);

    /** See {@link java.util.concurrent.BlockingDeque#pollFirst(long, java.util.concurrent.TimeUnit)}. */
    CompletableFuture<@Nullable E> pollFirst(Duration wait);

    /** See {@link java.util.concurrent.BlockingDeque#pollLast(long, java.util.concurrent.TimeUnit)}. */
    CompletableFuture<@Nullable E> pollLast(Duration wait);

    /** See {@link java.util.concurrent.BlockingDeque#takeFirst}. */
    CompletableFuture<E> takeFirst();

    /** See {@link java.util.concurrent.BlockingDeque#takeLast}. */
    CompletableFuture<E> takeLast();

    /** See {@link java.util.Deque#peekFirst}. */
    CompletableFuture<@Nullable E> peekFirst();

    /** See {@link java.util.Deque#peekLast}. */
    CompletableFuture<@Nullable E> peekLast();

    /** See {@link RemoteVecDeque#get}. */
    CompletableFuture<E> get(int index);

    /** See {@link java.util.Deque#contains}. */
    CompletableFuture<Boolean> contains(E element);

    /** See {@link java.util.Deque#removeFirstOccurrence}. */
    CompletableFuture<Boolean> removeFirstOccurrence(E element);

    /** See {@link java.util.Deque#removeLastOccurrence}. */
    CompletableFuture<Boolean> removeLastOccurrence(E element);

    /** See {@link java.util.Collection#removeIf}; the filter is called a page at a time. */
    CompletableFuture<Boolean> removeIf(Predicate<? super E> filter);

    /** See {@link RemoteVecDeque#reserve}; the future is of null if no element came in time. */
    CompletableFuture<@Nullable Reserved<E>> reserve(Duration lease, Duration wait);

    /** See {@link RemoteVecDeque#capacity}. */
    CompletableFuture<Integer> capacity();

    /** See {@link RemoteVecDeque#setCapacity}. */
    CompletableFuture<@Nullable Void> setCapacity(int elements);

    /** See {@link java.util.Deque#isEmpty}. */
    CompletableFuture<Boolean> isEmpty();

    /** See {@link java.util.Deque#size}. */
    CompletableFuture<Integer> size();

    /** See {@link Iterable#forEach}; a page at a time. */
    CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action);

    /** See {@link java.util.Deque#clear}. */
    CompletableFuture<@Nullable Void> clear();

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
