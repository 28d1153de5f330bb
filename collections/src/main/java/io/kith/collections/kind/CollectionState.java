package io.kith.collections.kind;

import io.kith.collections.wire.CollectionOptions;
import io.kith.transport.NodeId;

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

    /** Forgets what was to expire and ends what waits in it, with the status of a destroyed collection, as it goes. */
    void destroy(WaitingRequests requests);

    /** Ends a request that waits; false if none does under that name. */
    boolean cancel(RequestKey request);

    /** Has itself copied in the way in which its kind is copied. */
    void copyTo(CopyOut out);

    /** Takes notice of other options than those it began with. */
    default void optionsChanged(CollectionOptions options, long nowMillis, WaitingRequests requests) {}

    /**
     * Takes notice that a session has ended, whose requests wait no more; only if its kind heeds sessions.
     *
     * @param opening the session's opening in this partition
     */
    default void sessionEnded(NodeId session, long opening, long nowMillis, WaitingRequests requests) {}
}
