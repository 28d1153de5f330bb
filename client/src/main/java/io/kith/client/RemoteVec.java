package io.kith.client;

import java.util.List;
import java.util.RandomAccess;
import java.util.random.RandomGenerator;

/**
 * A list in the cluster. Access, insertion and removal anywhere take the node better than linear time.
 *
 * <p>Operations on one element, and {@code size}, are linearizable and apply exactly once, whatever fails meanwhile.
 * {@code addAll}, {@code removeRange} and the like are atomic as long as they fit into one request (about a megabyte);
 * {@code sort} is atomic; {@code replaceAll} and {@code removeIf} work a page at a time. Iterators fetch a page at a time
 * and follow the elements, not their indexes: each element that is there throughout is seen exactly once, and what
 * iterators set, add and remove is where they are, however the list changes meanwhile. They never throw {@code
 * ConcurrentModificationException}. Sublists are views of a range of indexes; like those of {@code java.util} they follow
 * only the changes that are made through them.
 *
 * <p>What is removed or replaced, and returned, is delivered or left: an element that this client cannot read stays where it is, or
 * is put back there, and the operation fails with what is wrong.
 *
 * @param <E> the elements' type; no nulls
 */
public interface RemoteVec<E> extends List<E>, RandomAccess, RemoteObject {

    /** The same list, with operations that do not wait for their results. */
    AsyncVec<E> async();

    /**
     * Removes the elements of a range and returns them: what {@code subList(from, to).clear()} would remove. In parts,
     * each atomic, if they are too many for one answer. If one cannot be read, or a request fails, those before it are
     * returned and the rest stays; it fails only if there are none before.
     *
     * @throws IndexOutOfBoundsException if {@code from} is negative or more than {@code to}; a range may go beyond the end
     */
    List<E> drain(int from, int to);

    /**
     * Removes an element and puts the last one in its place, which spares the others the move.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    E swapRemove(int index);

    /**
     * Removes all elements from an index on.
     *
     * @return how many there were
     */
    int truncate(int newSize);

    /**
     * Puts the elements into an order that is left to chance, atomically and without fetching them, in three round trips;
     * {@link java.util.Collections#shuffle} does it an element at a time, with three round trips each.
     *
     * @param random what chance is; a {@link java.util.Random} will do
     * @throws KithException if others change the list all the time meanwhile
     */
    void shuffle(RandomGenerator random);

    /**
     * Puts the elements into the opposite order, atomically and without fetching them, in three round trips; {@link
     * java.util.Collections#reverse} does it an element at a time.
     *
     * @throws KithException if others change the list all the time meanwhile
     */
    void reverse();
}
