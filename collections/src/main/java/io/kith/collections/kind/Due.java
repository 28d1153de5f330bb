package io.kith.collections.kind;

/**
 * Something in a collection that ends at some time. Those of one collection are all of one class, and order themselves by
 * {@link #compareWithin} where they end at the same time.
 */
public abstract class Due {
    private final long expiresAtMillis;
    private final long opening;

    /** Of the collection with that opening, due at that time, in milliseconds since 1970. */
    protected Due(long opening, long expiresAtMillis) {
        this.opening = opening;
        this.expiresAtMillis = expiresAtMillis;
    }

    /** When it ends, in milliseconds since 1970. */
    public final long expiresAtMillis() {
        return expiresAtMillis;
    }

    /** The opening of the collection it is in. */
    public final long opening() {
        return opening;
    }

    /** Compares it with one of the same collection that ends at the same time. */
    protected abstract int compareWithin(Due other);

    /**
     * The command by which a primary ends it.
     *
     * @param kind the code of the collection's kind
     */
    protected abstract byte[] command(int kind);

    static int compare(Due one, Due other) {
        int comparison = Long.compare(one.expiresAtMillis, other.expiresAtMillis);
        if (comparison == 0) {
            comparison = Long.compare(one.opening, other.opening);
        }
        return comparison != 0 ? comparison : one.compareWithin(other);
    }
}
