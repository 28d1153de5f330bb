package io.kith.collections.kind;

/** Who may ask for an operation, and how. */
public enum Access {
    /** A client, as a read; nothing is changed. */
    READ,
    /** A client, as a write of its session, which is logged. */
    WRITE,
    /**
     * A client, as another write of its session, in place of which this one is logged: the partition's primary has looked before
     * where in the collection that is which is asked for.
     */
    SEARCHED,
    /** Nobody: a partition's primary logs it of its own accord. */
    OWN;

    /** Whether a client may send such an operation. */
    boolean isOfClients() {
        return this == READ || this == WRITE;
    }
}
