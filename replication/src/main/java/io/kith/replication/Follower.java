package io.kith.replication;

/** What a primary knows of one node that it sends the log to: a replica of the list, or a joiner. */
final class Follower {
    /** The number of the copy that its acknowledgements must name. */
    final long copyNumber;

    /** All entries up to it are held there. */
    long acknowledged;

    /** All entries up to it were sent, and may be under way. */
    long sent;

    /** The commit point it was told of. */
    long commitTold;

    /** When it last acknowledged something new, or had nothing to acknowledge. */
    long progressNanos;

    /** When entries were last sent to it. */
    long sentNanos;

    Follower(long copyNumber, long acknowledged, long nowNanos) {
        this.copyNumber = copyNumber;
        this.acknowledged = acknowledged;
        this.sent = acknowledged;
        this.progressNanos = nowNanos;
        this.sentNanos = nowNanos;
    }

    void acknowledge(long sequence, long nowNanos) {
        if (sequence > acknowledged) {
            acknowledged = sequence;
            progressNanos = nowNanos;
        }
        sent = Math.max(sent, acknowledged);
    }
}
