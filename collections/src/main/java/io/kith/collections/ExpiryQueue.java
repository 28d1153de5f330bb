package io.kith.collections;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A partition's map entries that expire, in the order of their times. */
final class ExpiryQueue {
    private static final Comparator<Due> ORDER = Comparator.comparingLong(Due::expiresAtMillis)
            .thenComparingLong(Due::collectionId)
            .thenComparing(Due::entry, EntryFormat::compareKeys);

    private final TreeSet<Due> dues = new TreeSet<>(ORDER);

    @SuppressWarnings("ArrayRecordComponent") // Compared by ORDER alone.
    private record Due(long expiresAtMillis, long collectionId, byte[] entry) {}

    void add(long collectionId, byte[] entry) {
        dues.add(due(collectionId, entry));
    }

    void remove(long collectionId, byte[] entry) {
        dues.remove(due(collectionId, entry));
    }

    private static Due due(long collectionId, byte[] entry) {
        return new Due(EntryFormat.expiresAtMillis(entry), collectionId, entry);
    }

    /** Adds to {@code operations}, until it has {@code max} elements, the commands that end what is due. */
    void collectDue(long nowMillis, int max, List<byte[]> operations) {
        for (Due due : dues) {
            if (due.expiresAtMillis > nowMillis || operations.size() >= max) {
                return;
            }
            operations.add(MapOperations.expire(
                    due.collectionId,
                    due.entry,
                    EntryFormat.keyOffset(due.entry),
                    EntryFormat.keyLength(due.entry),
                    due.expiresAtMillis));
        }
    }
}
