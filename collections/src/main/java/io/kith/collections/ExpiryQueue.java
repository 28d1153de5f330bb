package io.kith.collections;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What expires in a partition, in the order of times: map entries, requests that wait, reservations. */
final class ExpiryQueue {
    private static final Comparator<Due> ORDER = Comparator.comparingLong(Due::expiresAtMillis)
            .thenComparingLong(Due::collectionId)
            .thenComparingLong(Due::ticket)
            .thenComparing(Due::entry, EntryFormat::compareKeys);

    private static final long NO_TICKET = 0;

    /** Stands where no map entry is meant; it has an empty key. */
    private static final byte[] NO_ENTRY = {0};

    private final TreeSet<Due> dues = new TreeSet<>(ORDER);

    @SuppressWarnings("ArrayRecordComponent") // Compared by ORDER alone.
    private record Due(long expiresAtMillis, long collectionId, long ticket, byte[] entry) {

        byte[] operation() {
            return ticket == NO_TICKET
                    ? MapOperations.expire(
                            collectionId,
                            entry,
                            EntryFormat.keyOffset(entry),
                            EntryFormat.keyLength(entry),
                            expiresAtMillis)
                    : DequeOperations.expire(collectionId, ticket, expiresAtMillis);
        }
    }

    /** Adds something that a deque knows by a ticket. */
    void add(long collectionId, long ticket, long expiresAtMillis) {
        dues.add(new Due(expiresAtMillis, collectionId, ticket, NO_ENTRY));
    }

    void remove(long collectionId, long ticket, long expiresAtMillis) {
        dues.remove(new Due(expiresAtMillis, collectionId, ticket, NO_ENTRY));
    }

    void add(long collectionId, byte[] entry) {
        dues.add(due(collectionId, entry));
    }

    void remove(long collectionId, byte[] entry) {
        dues.remove(due(collectionId, entry));
    }

    private static Due due(long collectionId, byte[] entry) {
        return new Due(EntryFormat.expiresAtMillis(entry), collectionId, NO_TICKET, entry);
    }

    /** Adds to {@code operations}, until it has {@code max} elements, the commands that end what is due. */
    void collectDue(long nowMillis, int max, List<byte[]> operations) {
        for (Due due : dues) {
            if (due.expiresAtMillis > nowMillis || operations.size() >= max) {
                return;
            }
            operations.add(due.operation());
        }
    }
}
