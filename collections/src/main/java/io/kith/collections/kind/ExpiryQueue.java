package io.kith.collections.kind;

import java.util.List;
import java.util.TreeSet;
import java.util.function.LongToIntFunction;

/** What expires in a partition, in the order of times: map entries, requests that wait, reservations. */
public final class ExpiryQueue {
    private final TreeSet<Due> dues = new TreeSet<>(Due::compare);

    /** A queue of nothing. */
    public ExpiryQueue() {}

    /** When something ends that lives so long from now on. */
    public static long expiry(long nowMillis, long ttlMillis) {
        long expiresAtMillis = nowMillis + ttlMillis;
        return expiresAtMillis < nowMillis ? Long.MAX_VALUE : expiresAtMillis;
    }

    /** Adds something that is to end. */
    public void add(Due due) {
        dues.add(due);
    }

    /** Removes what equals {@code due} in every respect. */
    public void remove(Due due) {
        dues.remove(due);
    }

    /**
     * Adds to {@code operations}, until it has {@code max} elements, the commands that end what is due.
     *
     * @param kindOf gives the code of the kind of the collection with an opening
     */
    public void collectDue(long nowMillis, int max, LongToIntFunction kindOf, List<byte[]> operations) {
        for (Due due : dues) {
            if (due.expiresAtMillis() > nowMillis || operations.size() >= max) {
                return;
            }
            operations.add(due.command(kindOf.applyAsInt(due.opening())));
        }
    }
}
