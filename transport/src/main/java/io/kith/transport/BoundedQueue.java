package io.kith.transport;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A queue without locks that takes no more than so many: {@link #offer} says whether it did, {@link #add} throws. Any number of
 * threads may use it.
 */
public final class BoundedQueue<E> extends AbstractQueue<E> {
    private final Queue<E> elements = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int limit;

    /** Takes {@code limit} elements at most. */
    public BoundedQueue(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a queue takes at least 1 element, not " + limit);
        }
        this.limit = limit;
    }

    @Override
    public boolean offer(E element) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return false;
        }
        return elements.offer(element);
    }

    /**
     * Puts {@code element} in if there are less than {@code fewer}, which is no more than the queue takes.
     *
     * @throws RejectedExecutionException if there are as many
     */
    public void addWithin(int fewer, E element) {
        if (count.get() >= fewer || !offer(element)) {
            throw new RejectedExecutionException(
                    "as many as may wait do so already: " + fewer + ". What takes them does not go on.");
        }
    }

    @Override
    public @Nullable E poll() {
        E first = elements.poll();
        if (first != null) {
            count.decrementAndGet();
        }
        return first;
    }

    @Override
    public @Nullable E peek() {
        return elements.peek();
    }

    @Override
    public boolean remove(Object element) {
        boolean removed = elements.remove(element);
        if (removed) {
            count.decrementAndGet();
        }
        return removed;
    }

    @Override
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    /** How many are counted: those in it, and for a moment those that are just being put in or turned away. */
    @Override
    public int size() {
        return count.get();
    }

    /** The elements, to look at. */
    @Override
    public Iterator<E> iterator() {
        Iterator<E> all = elements.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public E next() {
                return all.next();
            }
        };
    }
}
