package io.kith.collections.kind;

/**
 * Something in a collection that ends at some time. Those of one collection are all of one class, and order themselves by
 * {@link #compareWithin} where they end at the same time.
 */
public abstract class Due {
    private final long expiresAtMillis;
    private final long collectionId;

    /** Of that collection, due at that time, in milliseconds since 1970. */
    protected Due(long collectionId, long expiresAtMillis) {
        this.collectionId = collectionId;
        this.expiresAtMillis = expiresAtMillis;
    }

    /** When it ends, in milliseconds since 1970. */
    public final long expiresAtMillis() {
        return expiresAtMillis;
    }

    /** The collection it is in. */
    public final long collectionId() {
        return collectionId;
    }

    /** Compares it with one of the same collection that ends at the same time. */
    protected abstract int compareWithin(Due other);

    /** The command by which a primary ends it. */
    protected abstract byte[] command();

    static int compare(Due one, Due other) {
        int comparison = Long.compare(one.expiresAtMillis, other.expiresAtMillis);
        if (comparison == 0) {
            comparison = Long.compare(one.collectionId, other.collectionId);
        }
        return comparison != 0 ? comparison : one.compareWithin(other);
    }
}
