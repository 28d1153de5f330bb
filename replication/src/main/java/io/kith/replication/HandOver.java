package io.kith.replication;

import io.kith.transport.NodeId;

/** A primary giving its role to another replica: first it drains, then it proposes and keeps to it. */
final class HandOver {
    /** In so many instances it is asked for before it is called off. */
    static final int MAX_ASKS = 6;

    final NodeId successor;
    final long sinceNanos;

    /** The config_id under which the move was proposed; 0 while open writes drain. */
    long proposedIn;

    /** When it was last proposed. */
    long askedNanos;

    /** In how many instances it was proposed. */
    int asks = 1;

    HandOver(NodeId successor, long nowNanos) {
        this.successor = successor;
        this.sinceNanos = nowNanos;
    }

    boolean isProposed() {
        return proposedIn != 0;
    }
}
