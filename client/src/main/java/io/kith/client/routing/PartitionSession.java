package io.kith.client.routing;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A session as one partition knows it: the numbers of its writes, and which of them are still awaited. */
final class PartitionSession {
    private final int maxOpen;
    private final boolean mayWait;
    private final ArrayDeque<Request> callingOff = new ArrayDeque<>();
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final ArrayDeque<Request> open = new ArrayDeque<>();
    private @Nullable Request opener;
    private boolean isOpen;
    private long opening;
    private long nextNumber = 1;
    private boolean hasWritten;
    private long lastWriteNanos;

    /**
     * A session that the partition does not know yet.
     *
     * @param maxOpen how many of its writes may be open at once
     * @param mayWait whether its writes may wait in the partition, so that it must always be possible to call them off
     */
    PartitionSession(int maxOpen, boolean mayWait) {
        this.maxOpen = maxOpen;
        this.mayWait = mayWait;
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
        queueOf(write).addLast(write);
    }

    private ArrayDeque<Request> queueOf(Request write) {
        return write.callsOff == null ? waiting : callingOff;
    }

    /** Takes a write off the queue; its deadline has passed, or nobody wants it any more. */
    void dequeue(Request write) {
        queueOf(write).remove(write);
    }

    @Nullable
    Request firstWaiting() {
        Request first = callingOff.peekFirst();
        return first == null ? waiting.peekFirst() : first;
    }

    boolean hasWaiting() {
        return firstWaiting() != null;
    }

    /** Numbers the next write of the queue and returns it; null if none waits, or as many as may be are open. */
    @Nullable
    Request numberNext() {
        Request write = isOpen ? pollNumberable() : null;
        if (write == null) {
            return null;
        }
        write.opening = opening;
        write.number = nextNumber++;
        write.isCalledOff = false;
        if (write.callsOff != null) {
            write.callsOff.isCalledOff = true;
        }
        open.addLast(write);
        return write;
    }

    /** What calls off goes first; of the numbers that the partition takes, each write that waits there keeps one for that. */
    private @Nullable Request pollNumberable() {
        long used = nextNumber - floor();
        if (!callingOff.isEmpty()) {
            return used < RouterSettings.PROTOCOL_MAX_OPEN ? callingOff.removeFirst() : null;
        }
        if (waiting.isEmpty() || used >= maxOpen) {
            return null;
        }
        boolean leavesReserve = !mayWait || used + reserved() + 2 <= RouterSettings.PROTOCOL_MAX_OPEN;
        return leavesReserve ? waiting.removeFirst() : null;
    }

    /** How many writes are open that may have to be called off. */
    private int reserved() {
        int reserved = 0;
        for (Request write : open) {
            reserved += write.hasEnded() || write.callsOff != null || write.isCalledOff ? 0 : 1;
        }
        return reserved;
    }

    /** A write's number was refused for good; it gets another. */
    void takeBack(Request write) {
        open.remove(write);
    }

    /** The next write of the queue, which nothing can be done for any more; null if none waits. */
    @Nullable
    Request pollWaiting() {
        Request first = callingOff.pollFirst();
        return first == null ? waiting.pollFirst() : first;
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
