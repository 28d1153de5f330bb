package io.kith.collections.kind;

/** A request that waits in a collection. */
public interface Waits {
    /** Which one. */
    RequestKey request();

    /** Names it in the collection; rises with each. */
    long ticket();

    /** When it gives up, in milliseconds since 1970; 0: never. */
    long expiresAtMillis();

    /** What it takes of memory, about. */
    long bytes();
}
