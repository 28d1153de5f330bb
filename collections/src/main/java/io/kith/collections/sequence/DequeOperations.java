package io.kith.collections.sequence;

import static io.kith.collections.sequence.SequenceEncoding.requireIndex;
import static io.kith.collections.wire.PayloadWriter.varLongSize;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the operations of deques and decodes their results. A deque lives in the partition of its incarnation, as of a key
 * hash. {@code first} says which end is meant.
 *
 * <p>{@code waitMillis} is how long a request may wait at the primary before it ends without effect,
 * {@link #FOREVER} for as long as nobody cancels it. Requests that wait are served in the order of the log. Whoever gives
 * up earlier sends {@link PartitionOperations#cancelRequest}.
 */
public final class DequeOperations {
    /** Waits until served or cancelled. */
    public static final long FOREVER = -1;

    private DequeOperations() {}

    // ---- reads

    /** The element at an index, 0 the first; result: {@link Results#optionalBytes}. */
    public static byte[] get(CollectionRef collection, int index) {
        return SequenceEncoding.ofNumber(DequeCommand.GET, collection, requireIndex(index));
    }

    /** The first or last element; result: {@link Results#optionalBytes}. */
    public static byte[] peek(CollectionRef collection, boolean first) {
        return SequenceEncoding.ofNumber(DequeCommand.PEEK, collection, first ? 1 : 0);
    }

    /** How many elements there are, without reserved ones; result: {@link Results#number}. */
    public static byte[] size(CollectionRef collection) {
        return SequenceEncoding.bare(DequeCommand.SIZE, collection);
    }

    /** How many elements there may be, 0 for any number; result: {@link Results#number}. */
    public static byte[] capacity(CollectionRef collection) {
        return SequenceEncoding.bare(DequeCommand.CAPACITY, collection);
    }

    /** The lowest index with that value; result: {@link #index}. */
    public static byte[] indexOf(CollectionRef collection, byte[] value) {
        return SequenceEncoding.ofRangeAndValue(DequeCommand.INDEX_OF, collection, 0, Integer.MAX_VALUE, false, value);
    }

    /** Elements from an index on, below {@code to}; result: {@link #page}. */
    public static byte[] pageAt(CollectionRef collection, int from, int to, int maxElements, int maxBytes) {
        return SequenceEncoding.pageAt(
                DequeCommand.PAGE_AT, collection, requireIndex(from), requireIndex(to), maxElements, maxBytes);
    }

    /** Elements behind another one, or before it with falling indexes; as {@link VecOperations#pageBeside}. */
    public static byte[] pageBeside(
            CollectionRef collection, @Nullable ItemId item, boolean backward, int maxElements, int maxBytes) {
        return SequenceEncoding.pageBeside(DequeCommand.PAGE_BESIDE, collection, item, backward, maxElements, maxBytes);
    }

    // ---- writes

    /** Adds an element if there is room; result: {@link Results#bool}. */
    public static byte[] offer(CollectionRef collection, boolean first, byte[] value) {
        return SequenceEncoding.ofNumberAndValue(DequeCommand.OFFER, collection, first ? 1 : 0, value);
    }

    /** Adds elements one after the other as long as there is room; result: how many, {@link Results#number}. */
    public static byte[] offerAll(CollectionRef collection, boolean first, List<byte[]> values) {
        return SequenceEncoding.ofNumberAndValues(DequeCommand.OFFER_ALL, collection, first ? 1 : 0, values);
    }

    /** Adds an element, waiting for room; result: false if there was none in time, {@link Results#bool}. */
    public static byte[] put(CollectionRef collection, boolean first, byte[] value, long waitMillis) {
        long wait = requireWait(waitMillis);
        return DequeCommand.PUT
                .of(collection, 1 + varLongSize(wait) + value.length)
                .writeBoolean(first)
                .writeVarLong(wait)
                .writeRaw(value)
                .toBytes();
    }

    /** Removes an element if there is one; result: {@link Results#optionalBytes}. */
    public static byte[] poll(CollectionRef collection, boolean first) {
        return SequenceEncoding.ofNumber(DequeCommand.POLL, collection, first ? 1 : 0);
    }

    /**
     * Removes up to so many elements, as far as they make one answer; result: {@link #values}, in the order in which they
     * were removed.
     */
    public static byte[] pollAll(CollectionRef collection, boolean first, int maxElements, int maxBytes) {
        return SequenceEncoding.ofNumbers(
                DequeCommand.POLL_ALL, collection, first ? 1 : 0, requireIndex(maxElements), requireIndex(maxBytes));
    }

    /** Removes an element, waiting for one; result: absent if none came in time, {@link Results#optionalBytes}. */
    public static byte[] take(CollectionRef collection, boolean first, long waitMillis) {
        return SequenceEncoding.ofNumbers(DequeCommand.TAKE, collection, first ? 1 : 0, requireWait(waitMillis));
    }

    /** Removes the first or last occurrence of a value; result: whether there was one, {@link Results#bool}. */
    public static byte[] removeOccurrence(CollectionRef collection, boolean first, byte[] value) {
        return SequenceEncoding.ofNumberAndValue(DequeCommand.REMOVE_VALUE, collection, first ? 1 : 0, value);
    }

    /** Removes an element by id; result: it, {@link Results#optionalBytes}. */
    public static byte[] removeItem(CollectionRef collection, ItemId item) {
        return SequenceEncoding.ofItem(DequeCommand.REMOVE_ITEM, collection, item);
    }

    /** Removes elements by id; result: how many of them were there, {@link Results#number}. */
    public static byte[] removeItems(CollectionRef collection, List<ItemId> items) {
        return SequenceEncoding.ofItems(DequeCommand.REMOVE_ITEMS, collection, items);
    }

    /** Removes all elements but reserved ones; result: how many, {@link Results#number}. */
    public static byte[] clear(CollectionRef collection) {
        return SequenceEncoding.bare(DequeCommand.CLEAR, collection);
    }

    /** Sets how many elements there may be, 0 for any number; those beyond stay. The result is empty. */
    public static byte[] setCapacity(CollectionRef collection, int capacity) {
        return SequenceEncoding.ofNumber(DequeCommand.SET_CAPACITY, collection, requireIndex(capacity));
    }

    // ---- at-least-once hand-over

    /**
     * Takes an element on trial, waiting for one; result: {@link #reservation}. After {@code leaseMillis} without
     * {@link #acknowledge} it comes back to the end from which it was taken.
     */
    public static byte[] reserve(CollectionRef collection, boolean first, long leaseMillis, long waitMillis) {
        return SequenceEncoding.ofNumbers(
                DequeCommand.RESERVE, collection, first ? 1 : 0, requireLease(leaseMillis), requireWait(waitMillis));
    }

    /** Ends a reservation: the element is done with; result: whether it was still reserved, {@link Results#bool}. */
    public static byte[] acknowledge(CollectionRef collection, long reservation) {
        return SequenceEncoding.ofNumber(DequeCommand.ACKNOWLEDGE, collection, reservation);
    }

    /** Gives a reserved element back; result: whether it was still reserved, {@link Results#bool}. */
    public static byte[] release(CollectionRef collection, long reservation) {
        return SequenceEncoding.ofNumber(DequeCommand.RELEASE, collection, reservation);
    }

    /** Counts a reservation's time from now on; result: whether it was still reserved, {@link Results#bool}. */
    public static byte[] extend(CollectionRef collection, long reservation, long leaseMillis) {
        return SequenceEncoding.ofNumbers(DequeCommand.EXTEND, collection, reservation, requireLease(leaseMillis));
    }

    // ---- results

    /** An index, or -1. */
    public static int index(byte[] payload) {
        return SequenceEncoding.index(payload);
    }

    /** The result of {@link #pageAt} and {@link #pageBeside}. */
    public static SequencePage page(byte[] payload) {
        return SequencePage.parse(payload);
    }

    /** The result of {@link #pollAll}. */
    public static List<byte[]> values(byte[] payload) {
        return SequenceEncoding.values(payload);
    }

    /** The result of {@link #reserve}: null if no element came in time. */
    public static @Nullable Reservation reservation(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        Reservation reservation = in.readBoolean() ? new Reservation(in.readCount(), in.readRest()) : null;
        in.expectEnd();
        return reservation;
    }

    private static long requireWait(long waitMillis) {
        if (waitMillis < FOREVER) {
            throw new IllegalArgumentException("a wait of " + waitMillis + " ms is negative");
        }
        return waitMillis + 1;
    }

    private static long requireLease(long leaseMillis) {
        if (leaseMillis < 1) {
            throw new IllegalArgumentException("a reservation lasts 1 ms or more, not " + leaseMillis);
        }
        return leaseMillis;
    }
}
