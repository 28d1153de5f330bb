package io.kith.client;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteHashSet} whose operations return at once with a future of their result; see {@link AsyncHashMap} for
 * what that means.
 *
 * @param <E> the elements' type
 */
public interface AsyncHashSet<E> {

    /** See {@link java.util.Set#contains}. */
    CompletableFuture<Boolean> contains(E element);

    /** See {@link java.util.Set#containsAll}. */
    CompletableFuture<Boolean> containsAll(Collection<? extends E> elements);

    /** See {@link java.util.Set#add}. */
    CompletableFuture<Boolean> add(E element);

    /** See {@link RemoteHashSet#add(Object, Duration)}. */
    CompletableFuture<Boolean> add(E element, Duration timeToLive);

    /** See {@link java.util.Set#addAll}. */
    CompletableFuture<Boolean> addAll(Collection<? extends E> elements);

    /** See {@link java.util.Set#remove}. */
    CompletableFuture<Boolean> remove(E element);

    /** See {@link java.util.Set#removeAll}. */
    CompletableFuture<Boolean> removeAll(Collection<? extends E> elements);

    /** See {@link java.util.Collection#removeIf}; the filter is called a page at a time. */
    CompletableFuture<Boolean> removeIf(Predicate<? super E> filter);

    /** See {@link RemoteHashSet#elementCount}. */
    CompletableFuture<Long> size();

    /** See {@link java.util.Set#isEmpty}. */
    CompletableFuture<Boolean> isEmpty();

    /** See {@link Iterable#forEach}; the action is called a page at a time, partition after partition. */
    CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action);

    /** See {@link java.util.Set#clear}. */
    CompletableFuture<@Nullable Void> clear();

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
