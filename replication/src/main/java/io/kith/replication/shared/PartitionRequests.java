package io.kith.replication.shared;

import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;

/** Who waits for an answer of one partition: until it is active here, or until a request that is in its log has a result. */
public final class PartitionRequests {
    private final int partition;
    private final OpenRequests open;
    private final HeldRequests held;

    /** Nobody waits yet. */
    public PartitionRequests(int partition, OpenRequests open, int mostHeld) {
        this.partition = partition;
        this.open = open;
        this.held = new HeldRequests(mostHeld);
    }

    // ---- until the partition is active here

    /** Keeps a request and how to try it again; when there are too many, the client is asked to come back later. */
    public void hold(Responder responder, Runnable again, long nowNanos) {
        held.hold(responder, again, nowNanos);
    }

    /** How many are held. */
    public int held() {
        return held.size();
    }

    /** Tries all again that are held now. */
    public void retryHeld() {
        held.retry();
    }

    /** Sends all away that are held. */
    public void abandonHeld(ResponseStatus status) {
        held.abandon(status);
    }

    /** Asks those to come back later that were held for {@code patienceNanos}. */
    public void expireHeld(long nowNanos, long patienceNanos) {
        held.expire(nowNanos, patienceNanos);
    }

    // ---- until a request has a result

    /** Who waits for one, in all partitions of the shard. */
    public OpenRequests open() {
        return open;
    }

    /** Sends all elsewhere who wait for a result; their requests may or may not have been applied. */
    public void abandonOpen() {
        open.abandon(partition);
    }
}
