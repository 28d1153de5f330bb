package io.kith.collections.kind;

/** What a partition holds of one collection. */
public sealed interface CollectionState permits CopiedInPlace, CopiedBySnapshot {
    /** What an element takes beyond its own bytes: references, hashes, array headers. */
    int ELEMENT_OVERHEAD_BYTES = 40;

    /** What it takes of memory, about. */
    long bytes();

    /** A hash of its contents, the same in every replica that is as of the same command. */
    long digest();

    /** How many elements it has. */
    long size();

    /** Whether it is as if it had never been written to, so that a partition need not hold it. */
    boolean isNothing();

    /** Ends what waits in it and forgets what was to expire, as the collection goes. */
    void destroy(WaitingRequests requests);

    /** Ends a request that waits; false if none does under that name. */
    boolean cancel(RequestKey request);

    /** Has itself copied in the way in which its kind is copied. */
    void copyTo(CopyOut out);
}
