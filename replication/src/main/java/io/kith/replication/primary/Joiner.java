package io.kith.replication.primary;

import io.kith.collections.partition.CopyCursor;

/** A node to which a primary copies the partition. */
final class Joiner {
    private static final long NOT_PROPOSED = -1;
    private static final int MAX_DOUBLINGS = 5;

    final Follower follower;
    final long baseSequence;

    /** The piece that is under way: 0 for the beginning of the copy, then 1, 2, 3, … */
    long piece;

    /** Where its copy is, in the state's order. */
    CopyCursor cursor = CopyCursor.start();

    boolean complete;

    /** Whether its next piece waits for the pace of copies. */
    boolean awaitsPace;

    /** Whether it has waited long enough, and goes out at the end of this turn of the loop. */
    boolean pieceIsDue;

    /** Whether it has no room for its copy. */
    boolean refused;

    /** Whether the primary waits for its acknowledgements and counts on its grant. */
    boolean inSets;

    /** When a piece of the copy was last answered. */
    long answeredNanos;

    private long askedNanos;
    private int repeats;
    private long proposedIn = NOT_PROPOSED;

    Joiner(Follower follower, long baseSequence, long nowNanos) {
        this.follower = follower;
        this.baseSequence = baseSequence;
        this.answeredNanos = nowNanos;
        this.askedNanos = nowNanos;
    }

    /** Whether its promotion was proposed, and what the instance decided is not known. */
    boolean isProposed() {
        return proposedIn != NOT_PROPOSED;
    }

    /** The config_id under which its promotion was proposed. */
    long proposedIn() {
        return proposedIn;
    }

    void proposed(long configId, long nowNanos) {
        proposedIn = configId;
        asked(nowNanos);
    }

    void notDecided() {
        proposedIn = NOT_PROPOSED;
    }

    /** A piece of the copy or a proposal for its sake was sent. */
    void asked(long nowNanos) {
        askedNanos = nowNanos;
    }

    /** Whether to send that again; each time it takes twice as long. */
    boolean shouldRepeat(long nowNanos, long resendNanos) {
        if (nowNanos - askedNanos < resendNanos << Math.min(repeats, MAX_DOUBLINGS)) {
            return false;
        }
        repeats++;
        return true;
    }

    /** The piece that was under way has arrived; says so. */
    void arrived(long nowNanos) {
        answeredNanos = nowNanos;
        repeats = 0;
        piece++;
    }
}
