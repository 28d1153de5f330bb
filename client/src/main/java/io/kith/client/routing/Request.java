package io.kith.client.routing;

import io.kith.config.Change;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Something asked of the cluster, and the router's notes about it. Made by any thread; from {@link RequestRouter#submit}
 * until it has ended only the router's thread touches it.
 */
public abstract class Request extends TimerWheel.Timer {
    /** An ordinary write. */
    public static final int COMMON_LANE = 0;

    /**
     * A write that may wait at the primary for long. Such ones have a session of their own, so that they do not hold up
     * the numbers of others.
     */
    public static final int WAITING_LANE = 1;

    static final int LANES = 2;
    static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final byte[] NO_OPERATION = {};

    enum Kind {
        READ,
        WRITE,
        OPEN_SESSION,
        PROPOSE
    }

    enum Phase {
        /** Waits for the first config. */
        UNROUTED,
        /** Waits for its session to be opened, or for others of its session to be answered. */
        QUEUED,
        /** Waits until its collection may be named, or is open. */
        HELD,
        /** Waits for a connection. */
        CONNECTING,
        /** Waits for an answer. */
        SENT,
        /** Waits a little before it is sent again. */
        BACKING_OFF,
        ENDED
    }

    final Kind kind;
    final int partition;
    final int lane;
    final @Nullable Change change;
    final @Nullable CollectionHandle collection;
    final long deadlineNanos;
    final long patienceMillis;

    /** What is asked; how it names its collection may change. */
    byte[] operation;

    /** Whether it is asked only once its collection is open, though it changes nothing. */
    boolean opensFirst;

    Phase phase = Phase.UNROUTED;
    long correlation;
    long opening;
    long number;

    /** The write that this one calls off; null if it calls none off. */
    @Nullable
    Request callsOff;

    /** Whether a write that calls this one off has got its number. */
    boolean isCalledOff;

    int attempts;
    int backoffs;
    boolean isUnavailable;
    long unavailableSinceNanos;

    @Nullable
    NodeId target;

    private Request(
            Kind kind,
            int partition,
            int lane,
            @Nullable CollectionHandle collection,
            byte[] operation,
            @Nullable Change change,
            long deadlineNanos,
            long patienceMillis) {
        this.collection = collection;
        this.kind = kind;
        this.partition = partition;
        this.lane = lane;
        this.operation = operation;
        this.change = change;
        this.deadlineNanos = deadlineNanos;
        this.patienceMillis = patienceMillis;
    }

    /**
     * A read, or a write that applies exactly once.
     *
     * @param collection the one that the operation names, as {@link CollectionHandle#in} said; null if it is about the partition itself
     * @param operation as a module's operations encode it; what follows from it is whether it is a read
     * @param lane {@link #COMMON_LANE} or {@link #WAITING_LANE}
     * @param deadlineNanos on the port's monotonic clock
     * @param patienceMillis how much longer than usual the answer may take before it is asked for again
     */
    protected Request(
            boolean isRead,
            int partition,
            @Nullable CollectionHandle collection,
            byte[] operation,
            int lane,
            long deadlineNanos,
            long patienceMillis) {
        this(
                isRead ? Kind.READ : Kind.WRITE,
                partition,
                lane,
                collection,
                operation,
                null,
                deadlineNanos,
                patienceMillis);
    }

    /** The same, about the partition itself. */
    protected Request(
            boolean isRead, int partition, byte[] operation, int lane, long deadlineNanos, long patienceMillis) {
        this(isRead ? Kind.READ : Kind.WRITE, partition, lane, null, operation, null, deadlineNanos, patienceMillis);
    }

    /** A change that the config should see. */
    protected Request(Change change, long deadlineNanos) {
        this(Kind.PROPOSE, -1, COMMON_LANE, null, NO_OPERATION, change, deadlineNanos, 0);
    }

    /** The opening of a session. */
    Request(int partition, int lane, long deadlineNanos) {
        this(Kind.OPEN_SESSION, partition, lane, null, NO_OPERATION, null, deadlineNanos, 0);
    }

    /**
     * Has its collection opened first, though it changes nothing: what it asks for follows from options, which a partition
     * knows only of what is open there. Called before it is submitted.
     */
    protected void openFirst() {
        opensFirst = true;
    }

    /** Whether it goes on once it was sent, though it is cancelled, as somebody takes what it has got. */
    protected boolean keepsOnceSent() {
        return false;
    }

    /** Called once on the router's thread: it is done, and this is its result. */
    protected abstract void succeeded(byte[] payload);

    /** Called once on the router's thread: it failed. */
    protected abstract void failed(Failure failure);

    /** Ends it for whoever made it, if no router has seen it. */
    public final void refuse(Failure failure) {
        phase = Phase.ENDED;
        failed(failure);
    }

    /** Asked when its timer fires; if not, it ends without being called back. */
    boolean isStillWanted() {
        return true;
    }

    /** What is known to have come of it if it ends without an answer, for people. */
    String outcome() {
        return kind == Kind.WRITE && attempts > 0
                ? "its outcome is unknown, it may have been applied (once) or not"
                : "nothing was changed";
    }

    /** Whether it was called back; only the router's thread may ask. */
    public boolean hasEnded() {
        return phase == Phase.ENDED;
    }
}
