package io.kith.client;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RemoteHashMap} whose operations return at once with a future of their result. They wait only while too many
 * operations of this client are under way, see {@link ClientOptions#maxInFlight}.
 *
 * <p>Futures complete on an event loop of the client, or on a thread of it that reads objects, and so run there what was
 * chained to them without an executor, and the functions that are given to {@code compute} and the like: such code must
 * not block. Cancelling a future gives the operation up; a write that was sent already may be applied all the same.
 *
 * @param <K> the keys' type
 * @param <V> the values' type
 */
public interface AsyncHashMap<K, V> {

    /** See {@link Map#get}. */
    CompletableFuture<@Nullable V> get(K key);

    /** See {@link Map#getOrDefault}. */
    CompletableFuture<V> getOrDefault(K key, V fallback);

    /** See {@link RemoteHashMap#getAll}. */
    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys);

    /** See {@link Map#containsKey}. */
    CompletableFuture<Boolean> containsKey(K key);

    /** See {@link Map#containsValue}. */
    CompletableFuture<Boolean> containsValue(V value);

    /** See {@link RemoteHashMap#mappingCount}. */
    CompletableFuture<Long> size();

    /** See {@link Map#isEmpty}. */
    CompletableFuture<Boolean> isEmpty();

    /** See {@link Map#put}. */
    CompletableFuture<@Nullable V> put(K key, V value);

    /** See {@link RemoteHashMap#put(Object, Object, Duration)}. */
    CompletableFuture<@Nullable V> put(K key, V value, Duration timeToLive);

    /** See {@link RemoteHashMap#set(Object, Object)}. */
    CompletableFuture<@Nullable Void> set(K key, V value);

    /** See {@link RemoteHashMap#set(Object, Object, Duration)}. */
    CompletableFuture<@Nullable Void> set(K key, V value, Duration timeToLive);

    /** See {@link java.util.concurrent.ConcurrentMap#putIfAbsent}. */
    CompletableFuture<@Nullable V> putIfAbsent(K key, V value);

    /** See {@link RemoteHashMap#putIfAbsent(Object, Object, Duration)}. */
    CompletableFuture<@Nullable V> putIfAbsent(K key, V value, Duration timeToLive);

    /** See {@link Map#putAll}. */
    CompletableFuture<@Nullable Void> putAll(Map<? extends K, ? extends V> entries);

    /** See {@link Map#remove(Object)}. */
    CompletableFuture<@Nullable V> remove(K key);

    /** See {@link java.util.concurrent.ConcurrentMap#remove(Object, Object)}. */
    CompletableFuture<Boolean> remove(K key, V value);

    /** See {@link RemoteHashMap#removeAll}. */
    CompletableFuture<Integer> removeAll(Collection<? extends K> keys);

    /** See {@link java.util.concurrent.ConcurrentMap#replace(Object, Object)}. */
    CompletableFuture<@Nullable V> replace(K key, V value);

    /** See {@link java.util.concurrent.ConcurrentMap#replace(Object, Object, Object)}. */
    CompletableFuture<Boolean> replace(K key, V expected, V value);

    /** See {@link Map#replaceAll}. */
    CompletableFuture<@Nullable Void> replaceAll(BiFunction<? super K, ? super V, ? extends V> function);

    /** See {@link Map#compute}. */
    CompletableFuture<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

    /** See {@link Map#computeIfAbsent}. */
    CompletableFuture<@Nullable V> computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function);

    /** See {@link Map#computeIfPresent}. */
    CompletableFuture<@Nullable V> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function);

    /** See {@link Map#merge}. */
    CompletableFuture<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function);

    /** See {@link Map#forEach}; the action is called a page at a time, partition after partition. */
    CompletableFuture<@Nullable Void> forEach(BiConsumer<? super K, ? super V> action);

    /** See {@link Map#clear}. */
    CompletableFuture<@Nullable Void> clear();

    /** See {@link RemoteObject#destroy}. */
    CompletableFuture<@Nullable Void> destroy();
}
