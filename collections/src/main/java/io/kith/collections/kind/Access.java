package io.kith.collections.kind;

/** Who may ask for an operation, and how. */
public enum Access {
    /** A client, as a read; nothing is changed. */
    READ,
    /** A client, as a write of its session, which is logged. */
    WRITE,
    /** Nobody: a partition's primary logs it of its own accord. */
    OWN
}
