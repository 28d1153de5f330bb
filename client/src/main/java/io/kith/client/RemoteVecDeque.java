package io.kith.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * A double-ended queue in the cluster, with optional capacity, and with access by index.
 *
 * <p>Operations on one element are linearizable and apply exactly once, whatever fails meanwhile. Whoever has to wait, for
 * an element or for room, waits at the primary and is served in the order of asking; a failover changes nothing about
 * that. A program that dies after the cluster has answered loses the elements that were on their way to it; where that is
 * too much, {@link #reserve reserve} elements and {@linkplain Reserved#acknowledge() acknowledge} them.
 *
 * <p>What is taken is delivered or left: an element that this client cannot read, as its class is not allowed here, stays where it
 * is, or goes back there, and the operation fails with what is wrong. {@code drainTo} puts back to the front what its target does not
 * take; what it has stays there.
 *
 * <p>Iterators follow the elements: each that is there throughout is seen exactly once. They never throw {@code
 * ConcurrentModificationException}.
 *
 * @param <E> the elements' type; no nulls
 */
public interface RemoteVecDeque<E> extends BlockingDeque<E>, RemoteObject {

    /** The same deque, with operations that do not wait for their results. */
    AsyncVecDeque<E> async();

    /**
     * The element at an index, 0 the first.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    E get(int index);

    /** How many elements there may be; {@link Integer#MAX_VALUE} if any number. */
    int capacity();

    /**
     * Bounds the number of elements, for all programs and from now on; those beyond it stay.
     *
     * @throws IllegalStateException if the setting {@code collection.NAME.capacity} does, which wins
     */
    void setCapacity(int elements);

    /**
     * Adds elements at the end, one behind the other, as long as there is room; atomic as long as they fit into one
     * request (about a megabyte).
     *
     * @return how many were added
     */
    int addAllLast(Collection<? extends E> elements);

    /**
     * Adds elements at the front, each before the one before, as long as there is room.
     *
     * @return how many were added
     */
    int addAllFirst(Collection<? extends E> elements);

    /**
     * Removes up to so many elements from the front and returns them in their order; none if it is empty. If one cannot be read,
     * or a request fails, those before it are returned and the rest stays; it fails only if there are none before.
     */
    List<E> pollFirst(int maxElements);

    /** The same from the end, the last first. */
    List<E> pollLast(int maxElements);

    /**
     * Takes the first element on trial, waiting for one: if it is not {@linkplain Reserved#acknowledge acknowledged} in
     * time, as when this program dies, it comes back to the front.
     *
     * @param lease how long the reservation holds, at least a millisecond
     * @param wait how long to wait for an element; zero not to wait
     * @return null if no element came in time
     * @throws InterruptedException if this thread is interrupted while it waits; no element is reserved then
     */
    @Nullable
    Reserved<E> reserve(Duration lease, Duration wait) throws InterruptedException;
}
