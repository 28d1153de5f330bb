package io.kith.replication.primary;

import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;

/** What a primary knows of one node that it sends the log to: a replica of the list, or a joiner. */
final class Follower {
    private static final int MAX_DOUBLINGS = 5;

    final NodeId node;

    /** The number of the copy that its acknowledgements must name. */
    final long copyNumber;

    /** All entries up to it are held there. */
    long acknowledged;

    /** All entries up to it were sent, and may be under way. */
    long sent;

    /** The commit point it was told of. */
    long commitTold;

    /** Whether commits wait for it, or may do so soon, so that entries go to it. */
    boolean inSet;

    /** Whether the config that is held lists it. */
    boolean listed;

    /** Whether it is a joiner. */
    boolean joining;

    /** Whether it is a joiner that answered the beginning of its copy, so that entries go to it as they come. */
    boolean streams;

    /** When it last acknowledged something new, or was first sent what it has not acknowledged yet. */
    long progressNanos;

    /** When it was first asked what it has not answered yet; {@link SafetyRules#NEVER}: it owes no answer. */
    private long askedNanos = SafetyRules.NEVER;

    /** The last entry it was ever sent. */
    private long highestSent;

    /** When entries were last sent to it. */
    private long sentNanos;

    /** How often entries were sent again since it last acknowledged something. */
    private int resends;

    Follower(NodeId node, long copyNumber, long acknowledged, long nowNanos) {
        this.node = node;
        this.copyNumber = copyNumber;
        this.acknowledged = acknowledged;
        this.sent = acknowledged;
        this.highestSent = acknowledged;
        this.progressNanos = nowNanos;
        this.sentNanos = nowNanos;
    }

    /** Whether entries go to it. */
    boolean takesEntries() {
        return inSet || streams;
    }

    /** It is asked whether it knows of a later term. */
    void isAsked(long nowNanos) {
        if (askedNanos == SafetyRules.NEVER) {
            askedNanos = nowNanos;
        }
    }

    /** Something came from it. */
    void isHeard() {
        askedNanos = SafetyRules.NEVER;
    }

    /** Whether it has owed an answer for longer than {@code patienceNanos}. */
    boolean isMute(long nowNanos, long patienceNanos) {
        return askedNanos != SafetyRules.NEVER && nowNanos - askedNanos > patienceNanos;
    }

    void acknowledge(long sequence, long nowNanos) {
        isHeard();
        if (sequence > acknowledged) {
            acknowledged = sequence;
            progressNanos = nowNanos;
            resends = 0;
        }
        sent = Math.max(sent, acknowledged);
        highestSent = Math.max(highestSent, acknowledged);
    }

    /** The entries up to {@code sequence} are sent. */
    void sending(long sequence, long nowNanos) {
        if (highestSent <= acknowledged) {
            progressNanos = nowNanos;
        }
        sent = sequence;
        highestSent = Math.max(highestSent, sequence);
        sentNanos = nowNanos;
    }

    /** Whether what it was sent again has still not been acknowledged: then one message at a time is enough. */
    boolean isProbed() {
        return resends > 0 && sent > acknowledged;
    }

    /** Begins again behind what it has acknowledged, if enough time has passed; says whether it did. */
    boolean rewind(long nowNanos, long resendNanos) {
        long patienceNanos = resendNanos << Math.min(resends, MAX_DOUBLINGS);
        if (nowNanos - Math.max(sentNanos, progressNanos) < patienceNanos) {
            return false;
        }
        sent = acknowledged;
        sentNanos = nowNanos;
        resends++;
        return true;
    }
}
