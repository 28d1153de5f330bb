package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.DequeOperations;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Moves the first elements of a deque to a collection, an answer at a time; results in how many. What the collection does not
 * take, or cannot be read, goes back to the front; what was moved before stays moved. So it is with {@code
 * LinkedBlockingDeque}, too.
 */
final class Draining<E> extends Steps<Integer> {
    private final DequeCore<E> deque;
    private final Collection<? super E> target;
    private final int wanted;
    private final GivingBack back;
    private List<byte[]> rest = List.of();
    private @Nullable Throwable failure;
    private int moved;
    private boolean finished;

    Draining(DequeCore<E> deque, Collection<? super E> target, int wanted) {
        this.deque = deque;
        this.target = target;
        this.wanted = wanted;
        this.back = new GivingBack(deque, DequeCore.FIRST);
    }

    @Override
    protected @Nullable Call<?> next() {
        if (!rest.isEmpty()) {
            List<byte[]> left = rest;
            rest = List.of();
            return back.call(left);
        }
        if (finished || moved >= wanted) {
            return null;
        }
        int room = target instanceof BlockingQueue<?> queue ? queue.remainingCapacity() : Integer.MAX_VALUE;
        if (room == 0) {
            return deque.peek(DequeCore.FIRST, this::refuse);
        }
        int most = Math.min(wanted - moved, room);
        return deque.callForElements(
                        DequeOperations.pollAll(deque.name(), DequeCore.FIRST, most, SequenceCore.PAGE_BYTES),
                        this::move)
                .handingOver(payload -> back.quietly(DequeOperations.values(payload)));
    }

    /** The target is full: nothing needs to be taken to find out that it takes no more. */
    private @Nullable Void refuse(byte @Nullable [] nextElement) {
        finished = true;
        if (nextElement != null) {
            failure = new IllegalStateException(
                    "the target is full after " + moved + " elements; the others stay where they are");
        }
        return null;
    }

    private @Nullable Void move(byte[] payload) {
        List<byte[]> part = DequeOperations.values(payload);
        finished = part.isEmpty();
        for (int i = 0; i < part.size(); i++) {
            try {
                target.add(deque.decode(part.get(i)));
                moved++;
            } catch (RuntimeException | Error e) {
                failure = e;
                rest = part.subList(i, part.size());
                finished = true;
                return null;
            }
        }
        return null;
    }

    @Override
    protected boolean isEnough(Throwable thrown) {
        Throwable earlier = failure;
        if (earlier != null && earlier != thrown) {
            thrown.addSuppressed(earlier);
        }
        return false;
    }

    @Override
    protected Integer result() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return moved;
    }
}
