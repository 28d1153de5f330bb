package io.kith.client.routing;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A session as one partition knows it: the numbers of its writes, and which of them are still awaited. */
final class PartitionSession {
    private final int maxOpen;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final ArrayDeque<Request> open = new ArrayDeque<>();
    private @Nullable Request opener;
    private boolean isOpen;
    private long opening;
    private long nextNumber = 1;
    private boolean hasWritten;
    private long lastWriteNanos;

    PartitionSession(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    boolean isOpen() {
        return isOpen;
    }

    long opening() {
        return opening;
    }

    /** The request that opens it, if one is under way. */
    @Nullable
    Request opener() {
        return opener;
    }

    void openWith(@Nullable Request request) {
        opener = request;
    }

    /** The partition knows the session from now on. */
    void opened(long newOpening) {
        opener = null;
        isOpen = true;
        opening = newOpening;
        nextNumber = 1;
        open.clear();
    }

    /** The partition knows the session no more. */
    void forgotten() {
        isOpen = false;
        open.clear();
    }

    /** Puts a write at the end of the queue for numbers. */
    void enqueue(Request write) {
        waiting.addLast(write);
    }

    /** Takes a write off the queue; its deadline has passed, or nobody wants it any more. */
    void dequeue(Request write) {
        waiting.remove(write);
    }

    @Nullable
    Request firstWaiting() {
        return waiting.peekFirst();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Numbers the next write of the queue and returns it; null if none waits, or as many as may be are open. */
    @Nullable
    Request numberNext() {
        if (!isOpen || waiting.isEmpty() || nextNumber - floor() >= maxOpen) {
            return null;
        }
        Request write = waiting.removeFirst();
        write.opening = opening;
        write.number = nextNumber++;
        open.addLast(write);
        return write;
    }

    /** A write's number was refused for good; it gets another. */
    void takeBack(Request write) {
        open.remove(write);
    }

    /** The next write of the queue, which nothing can be done for any more; null if none waits. */
    @Nullable
    Request pollWaiting() {
        return waiting.pollFirst();
    }

    /** A write ended then. */
    void wroteAt(long nowNanos) {
        hasWritten = true;
        lastWriteNanos = nowNanos;
    }

    /** Whether a write is under way, or ended no longer than {@code nanos} ago. */
    boolean wroteWithin(long nanos, long nowNanos) {
        return floor() < nextNumber || (hasWritten && nowNanos - lastWriteNanos <= nanos);
    }

    /** The lowest number that is still awaited. */
    long floor() {
        Request lowest = open.peekFirst();
        while (lowest != null && lowest.hasEnded()) {
            open.removeFirst();
            lowest = open.peekFirst();
        }
        return lowest == null ? nextNumber : lowest.number;
    }
}
