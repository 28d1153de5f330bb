package io.kith.collections.kind;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What expires in a partition, in the order of times: map entries, requests that wait, reservations. Each collection has a queue of
 * its own, which can be let go of at once.
 */
public final class ExpiryQueue {
    private final Map<Long, Dues> byOpening = new HashMap<>();

    /** Those of collections that have any, by what is due first. */
    private final TreeSet<Dues> queues = new TreeSet<>((one, other) -> Due.compare(one.first(), other.first()));

    /** The one that was used last. */
    private @Nullable Dues found;

    /** What expires in one collection. */
    private static final class Dues {
        private final long opening;
        private final TreeSet<Due> inOrder = new TreeSet<>(Due::compare);

        Dues(long opening) {
            this.opening = opening;
        }

        Due first() {
            return inOrder.first();
        }
    }

    /** Goes through the dues of a collection. */
    private static final class Cursor {
        private final Iterator<Due> rest;
        private Due next;

        Cursor(Dues dues) {
            rest = dues.inOrder.iterator();
            next = rest.next();
        }

        /** Moves on; false if there is no more. */
        boolean moveOn() {
            if (!rest.hasNext()) {
                return false;
            }
            next = rest.next();
            return true;
        }
    }

    /** A queue of nothing. */
    public ExpiryQueue() {}

    /** When something ends that lives so long from now on. */
    public static long expiry(long nowMillis, long ttlMillis) {
        long expiresAtMillis = nowMillis + ttlMillis;
        return expiresAtMillis < nowMillis ? Long.MAX_VALUE : expiresAtMillis;
    }

    private @Nullable Dues find(long opening) {
        Dues last = found;
        if (last == null || last.opening != opening) {
            last = byOpening.get(opening);
            found = last;
        }
        return last;
    }

    /** Adds something that is to end. */
    public void add(Due due) {
        Dues dues = find(due.opening());
        if (dues == null) {
            dues = new Dues(due.opening());
            dues.inOrder.add(due);
            byOpening.put(due.opening(), dues);
            queues.add(dues);
        } else if (Due.compare(due, dues.first()) < 0) {
            queues.remove(dues);
            dues.inOrder.add(due);
            queues.add(dues);
        } else {
            dues.inOrder.add(due);
        }
    }

    /** Removes what equals {@code due} in every respect. */
    public void remove(Due due) {
        Dues dues = find(due.opening());
        if (dues == null) {
            return;
        }
        if (Due.compare(due, dues.first()) > 0) {
            dues.inOrder.remove(due);
            return;
        }
        queues.remove(dues);
        dues.inOrder.remove(due);
        if (dues.inOrder.isEmpty()) {
            forget(due.opening());
        } else {
            queues.add(dues);
        }
    }

    private void forget(long opening) {
        byOpening.remove(opening);
        found = null;
    }

    /** Removes all of a collection at once, however much that is. */
    public void removeAll(long opening) {
        Dues dues = find(opening);
        if (dues != null) {
            queues.remove(dues);
            forget(opening);
        }
    }

    /**
     * Adds to {@code operations}, until it has {@code max} elements, the commands that end what is due.
     *
     * @param kindOf gives the code of the kind of the collection with an opening
     */
    public void collectDue(long nowMillis, int max, LongToIntFunction kindOf, List<byte[]> operations) {
        if (queues.isEmpty() || queues.first().first().expiresAtMillis() > nowMillis) {
            return;
        }
        PriorityQueue<Cursor> cursors = new PriorityQueue<>((one, other) -> Due.compare(one.next, other.next));
        for (Dues dues : queues) {
            if (dues.first().expiresAtMillis() > nowMillis || cursors.size() >= max) {
                break;
            }
            cursors.add(new Cursor(dues));
        }
        while (operations.size() < max) {
            Cursor cursor = cursors.poll();
            if (cursor == null || cursor.next.expiresAtMillis() > nowMillis) {
                return;
            }
            operations.add(cursor.next.command(kindOf.applyAsInt(cursor.next.opening())));
            if (cursor.moveOn()) {
                cursors.add(cursor);
            }
        }
    }
}
