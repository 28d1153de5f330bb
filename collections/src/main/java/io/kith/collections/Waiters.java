package io.kith.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests that wait in a deque for the same thing, in the order in which they came. */
final class Waiters {
    private final long collectionId;
    private final ExpiryQueue expiries;
    private final Map<RequestKey, Waiter> waiters = new LinkedHashMap<>();
    private long bytes;

    Waiters(long collectionId, ExpiryQueue expiries) {
        this.collectionId = collectionId;
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
            expiries.add(collectionId, waiter.ticket(), waiter.expiresAtMillis());
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
            expiries.remove(collectionId, waiter.ticket(), waiter.expiresAtMillis());
        }
    }
}
