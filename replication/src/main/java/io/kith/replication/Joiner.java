package io.kith.replication;

import io.kith.collections.CopyCursor;

/** A node to which a primary copies the partition. */
final class Joiner {
    static final long NOT_PROPOSED = -1;

    final Follower follower;
    final long baseSequence;
    final long sinceNanos;

    /** Whether it answered the beginning of the copy. */
    boolean begun;

    /** Where its copy is, in the state's order. */
    CopyCursor cursor = CopyCursor.start();

    boolean complete;

    /** Whether the primary waits for its acknowledgements and counts on its grant. */
    boolean inSets;

    /** The config_id under which its promotion was proposed. */
    long proposedIn = NOT_PROPOSED;

    /** When a piece of the copy was last sent or answered. */
    long movedNanos;

    Joiner(Follower follower, long baseSequence, long nowNanos) {
        this.follower = follower;
        this.baseSequence = baseSequence;
        this.sinceNanos = nowNanos;
        this.movedNanos = nowNanos;
    }

    boolean isProposed() {
        return proposedIn != NOT_PROPOSED;
    }
}
