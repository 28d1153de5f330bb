package io.kith.client;

import java.time.Duration;
import java.util.Set;

/**
 * A set whose elements are spread over the cluster's partitions, and replicated.
 *
 * <p>Operations on one element are linearizable and apply exactly once, whatever fails meanwhile. {@code addAll}, {@code
 * removeAll}, {@code retainAll} and {@code containsAll} of many elements take one request a partition and are atomic
 * within one; {@code size}, {@code clear} and iteration are weakly consistent, as described at {@link RemoteHashMap}.
 *
 * @param <E> the elements' type; no nulls
 */
public interface RemoteHashSet<E> extends Set<E>, RemoteObject {

    /** The same set, with operations that do not wait for their results. */
    AsyncHashSet<E> async();

    /**
     * Adds an element that vanishes by itself after {@code timeToLive}, as counted by the primary of its partition.
     *
     * @param timeToLive at least a millisecond
     * @return whether it was not there before; if it was, its life is as it was
     */
    boolean add(E element, Duration timeToLive);

    /** The number of elements, also if it is larger than an {@code int}. */
    long elementCount();
}
