package io.kith.client;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map whose entries are spread over the cluster's partitions by their keys, and replicated.
 *
 * <p>Operations on one key are linearizable and apply exactly once, whatever fails meanwhile. {@code compute}, {@code
 * merge} and the like run the function here, around an atomic compare-and-set, and so are atomic; the function may be
 * called more than once, and may not update the same key, which is an {@link IllegalStateException}. Operations on
 * the whole map ({@code size}, {@code clear}, {@code containsValue}, {@code putAll}, iteration) are weakly
 * consistent, as in {@code java.util.concurrent}: an iterator sees each entry that is there throughout exactly once,
 * fetches a page at a time, and never throws {@code ConcurrentModificationException}. Views are live and support
 * removal.
 *
 * <p>What {@code put}, {@code replace} and {@code remove} return is delivered, or the entry left as it was: where this client cannot
 * read the old value they fail with what is wrong. {@code set}, and {@code remove} of the key set, do not ask for it.
 *
 * <p>Neither keys nor values may be null. Keys are found by their bytes, which are the same for equal ones, else they are refused;
 * values come back as they were, and are compared as their {@code equals} says: see {@link
 * io.kith.client.serialization.Serialization}.
 *
 * <p>All operations throw {@link KithTimeoutException} if they are not answered within the deadline, and
 * {@link KithException} if they fail otherwise. Safe for use by many threads.
 *
 * @param <K> the keys' type
 * @param <V> the values' type
 */
public interface RemoteHashMap<K, V> extends ConcurrentMap<K, V>, RemoteObject {

    /** The same map, with operations that do not wait for their results. */
    AsyncHashMap<K, V> async();

    /**
     * Sets the value of a key that vanishes by itself after {@code timeToLive}, as counted by the primary of the key's
     * partition. Each write of an entry sets its life anew: one without a time to live makes it stay.
     *
     * @param timeToLive at least a millisecond
     * @return the old value, or null if there was none
     */
    @Nullable
    V put(K key, V value, Duration timeToLive);

    /**
     * Like {@link #put(Object, Object, Duration)}, unless the key has a value already.
     *
     * @return the value it has, or null if it had none and now has this one
     */
    @Nullable
    V putIfAbsent(K key, V value, Duration timeToLive);

    /** Sets the value of a key without fetching the old one: cheaper than {@code put} where values are large. */
    void set(K key, V value);

    /** Like {@link #set(Object, Object)}, for an entry that vanishes by itself after {@code timeToLive}. */
    void set(K key, V value, Duration timeToLive);

    /** The entries that these keys have, fetched with one request a partition and atomically within one. */
    Map<K, V> getAll(Collection<? extends K> keys);

    /**
     * Removes these keys, with one request a partition and atomically within one.
     *
     * @return how many of them had a value
     */
    int removeAll(Collection<? extends K> keys);

    /** The number of entries, also if it is larger than an {@code int}. */
    long mappingCount();
}
