package io.kith.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteVec} whose operations return at once with a future of their result; see {@link AsyncHashMap} for what
 * that means. Where the list throws {@link IndexOutOfBoundsException} the future fails with it.
 *
 * @param <E> the elements' type
 */
public interface AsyncVec<E> {

    /** See {@link List#get}. */
    CompletableFuture<E> get(int index);

    /** See {@link List#set}. */
    CompletableFuture<E> set(int index, E element);

    /** See {@link List#add(Object)}; the future is of the element's index. */
    CompletableFuture<Integer> add(E element);

    /** See {@link List#add(int, Object)}. */
    CompletableFuture<@Nullable Void> add(int index, E element);

    /** See {@link List#addAll(Collection)}. */
    CompletableFuture<@Nullable Void> addAll(Collection<? extends E> elements);

    /** See {@link List#addAll(int, Collection)}. */
    CompletableFuture<@Nullable Void> addAll(int index, Collection<? extends E> elements);

    /** See {@link List#remove(int)}. */
    CompletableFuture<E> remove(int index);

    /** See {@link List#remove(Object)}. */
    CompletableFuture<Boolean> removeElement(E element);

    /** See {@link RemoteVec#swapRemove}. */
    CompletableFuture<E> swapRemove(int index);

    /** See {@link RemoteVec#truncate}. */
    CompletableFuture<Integer> truncate(int newSize);

    /** See {@link RemoteVec#drain}. */
    CompletableFuture<List<E>> drain(int from, int to);

    /** See {@link Collection#removeIf}; the filter is called a page at a time. */
    CompletableFuture<Boolean> removeIf(Predicate<? super E> filter);

    /** See {@link List#replaceAll}; a page at a time. */
    CompletableFuture<@Nullable Void> replaceAll(UnaryOperator<E> operator);

    /** See {@link List#sort}. */
    CompletableFuture<@Nullable Void> sort(@Nullable Comparator<? super E> comparator);

    /** See {@link RemoteVec#shuffle}; {@code random} is asked by an event loop of the client. */
    CompletableFuture<@Nullable Void> shuffle(RandomGenerator random);

    /** See {@link RemoteVec#reverse}. */
    CompletableFuture<@Nullable Void> reverse();

    /** See {@link List#contains}. */
    CompletableFuture<Boolean> contains(E element);

    /** See {@link List#indexOf}. */
    CompletableFuture<Integer> indexOf(E element);

    /** See {@link List#lastIndexOf}. */
    CompletableFuture<Integer> lastIndexOf(E element);

    /** See {@link List#size}. */
    CompletableFuture<Integer> size();

    /** See {@link List#isEmpty}. */
    CompletableFuture<Boolean> isEmpty();

    /** See {@link Iterable#forEach}; a page at a time. */
    CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action);

    /** See {@link List#clear}. */
    CompletableFuture<@Nullable Void> clear();

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
