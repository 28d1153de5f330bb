package io.kith.replication.safety;

/** The nodes besides the primary that a commit needs, and up to where each holds the log. */
public interface AcknowledgeSet {

    /** Up to where all of them hold it; {@link Long#MAX_VALUE} if there are none. */
    long leastHeld();

    /** Up to where each of them holds it, in no order. */
    long[] held();
}
