package io.kith.collections.kind;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait in a collection for the same thing, in the order in which they came.
 *
 * @param <W> what is known of one
 */
public final class Waiters<W extends Waits> {
    /** What a request that waits takes of memory, about, without a value that it brings. */
    public static final long WAITER_BYTES = 4L * CollectionState.ELEMENT_OVERHEAD_BYTES;

    private final int expireCode;
    private final long opening;
    private final ExpiryQueue expiries;
    private final Map<RequestKey, W> waiters = new LinkedHashMap<>();

    /** Those that give up at some time, by their tickets: tens of thousands may do so at once. */
    private final SortedMap<Long, W> timed = new TreeMap<>();

    private long bytes;

    /**
     * Of that collection.
     *
     * @param expireCode the code of the operation that ends a wait
     */
    public Waiters(int expireCode, long opening, ExpiryQueue expiries) {
        this.expireCode = expireCode;
        this.opening = opening;
        this.expiries = expiries;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** What they take of memory, about. */
    public long bytes() {
        return bytes;
    }

    /** All, in their order. */
    public Collection<W> all() {
        return waiters.values();
    }

    /** Adds one behind all others. */
    public void add(W waiter) {
        waiters.put(waiter.request(), waiter);
        bytes += waiter.bytes();
        if (waiter.expiresAtMillis() != 0) {
            expiries.add(due(waiter));
            timed.put(waiter.ticket(), waiter);
        }
    }

    /** Removes a request and gives it back, or null if it does not wait. */
    public @Nullable W remove(RequestKey request) {
        W waiter = waiters.remove(request);
        if (waiter != null) {
            discount(waiter);
        }
        return waiter;
    }

    /** Removes the one that has waited for longest. */
    public W removeFirst() {
        Iterator<W> iterator = waiters.values().iterator();
        W waiter = iterator.next();
        iterator.remove();
        discount(waiter);
        return waiter;
    }

    /** The waiter with a ticket, if it gives up at some time; else null. */
    public @Nullable W findTimed(long ticket) {
        return timed.get(ticket);
    }

    /** Ends as many as may be ended at a time, as what they wait for will never be; says whether none is left. */
    public boolean destroySome(WaitingRequests requests) {
        for (int left = requests.atATime(); left > 0 && !isEmpty(); left--) {
            requests.destroyed(removeFirst().request());
        }
        return isEmpty();
    }

    private void discount(W waiter) {
        bytes -= waiter.bytes();
        if (waiter.expiresAtMillis() != 0) {
            expiries.remove(due(waiter));
            timed.remove(waiter.ticket());
        }
    }

    private TicketDue due(W waiter) {
        return new TicketDue(expireCode, opening, waiter.ticket(), waiter.expiresAtMillis());
    }
}
