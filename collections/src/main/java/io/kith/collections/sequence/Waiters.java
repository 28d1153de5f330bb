package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.TicketDue;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests that wait in a deque for the same thing, in the order in which they came. */
final class Waiters {
    private final int expireCode;
    private final long opening;
    private final ExpiryQueue expiries;
    private final Map<RequestKey, Waiter> waiters = new LinkedHashMap<>();
    private long bytes;

    /**
     * Of that collection.
     *
     * @param expireCode the code of the operation that ends a wait
     */
    Waiters(int expireCode, long opening, ExpiryQueue expiries) {
        this.expireCode = expireCode;
        this.opening = opening;
        this.expiries = expiries;
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    Collection<Waiter> all() {
        return waiters.values();
    }

    void add(Waiter waiter) {
        waiters.put(waiter.request(), waiter);
        bytes += waiter.value().length + 4L * CollectionState.ELEMENT_OVERHEAD_BYTES;
        if (waiter.expiresAtMillis() != 0) {
            expiries.add(due(waiter));
        }
    }

    @Nullable
    Waiter remove(RequestKey request) {
        Waiter waiter = waiters.remove(request);
        if (waiter != null) {
            discount(waiter);
        }
        return waiter;
    }

    Waiter removeFirst() {
        Iterator<Waiter> iterator = waiters.values().iterator();
        Waiter waiter = iterator.next();
        iterator.remove();
        discount(waiter);
        return waiter;
    }

    /** The waiter with a ticket, or null. */
    @Nullable
    Waiter find(long ticket) {
        for (Waiter waiter : waiters.values()) {
            if (waiter.ticket() == ticket) {
                return waiter;
            }
        }
        return null;
    }

    void clear() {
        while (!isEmpty()) {
            removeFirst();
        }
    }

    private void discount(Waiter waiter) {
        bytes -= waiter.value().length + 4L * CollectionState.ELEMENT_OVERHEAD_BYTES;
        if (waiter.expiresAtMillis() != 0) {
            expiries.remove(due(waiter));
        }
    }

    private TicketDue due(Waiter waiter) {
        return new TicketDue(expireCode, opening, waiter.ticket(), waiter.expiresAtMillis());
    }
}
