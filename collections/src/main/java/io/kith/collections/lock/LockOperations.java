package io.kith.collections.lock;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;

/**
 * Encodes the operations of locks and decodes their results. A lock lives in the partition of its incarnation, as of a key
 * hash. Who holds it may take it again, and has to give it back as often. It is free again when it was given back, when its
 * lease ends, or when the session ends that took it last.
 *
 * <p>{@code leaseMillis} is for how long it is held at most from when the primary logs that it is taken, 0: for as long as
 * the session lives. Each taking sets it anew.
 */
public final class LockOperations {
    /** Waits until served or cancelled. */
    public static final long FOREVER = -1;

    private LockOperations() {}

    /** How the lock stands; result: {@link #view}. */
    public static byte[] state(CollectionRef lock) {
        return LockCommand.STATE.of(lock, 0).toBytes();
    }

    /**
     * Takes the lock, waiting for it; result: {@link #fence}.
     *
     * @param waitMillis for how long, {@link #FOREVER} until it is served or cancelled
     */
    public static byte[] lock(CollectionRef lock, LockToken token, long leaseMillis, long waitMillis) {
        if (waitMillis < FOREVER) {
            throw new IllegalArgumentException("a wait of " + waitMillis + " ms is negative");
        }
        PayloadWriter out = LockCommand.LOCK.of(lock, 24);
        return write(out, token)
                .writeVarLong(requireLease(leaseMillis))
                .writeVarLong(waitMillis + 1)
                .toBytes();
    }

    /** Takes the lock if nobody else holds it; result: {@link #fence}. */
    public static byte[] tryLock(CollectionRef lock, LockToken token, long leaseMillis) {
        return write(LockCommand.TRY_LOCK.of(lock, 20), token)
                .writeVarLong(requireLease(leaseMillis))
                .toBytes();
    }

    /** Gives the lock back once; result: {@link #holdsLeft}. */
    public static byte[] unlock(CollectionRef lock, LockToken token) {
        return write(LockCommand.UNLOCK.of(lock, 16), token).toBytes();
    }

    /** Lets the lease begin anew of a token that holds the lock, and no other; result: whether it does, {@link Results#bool}. */
    public static byte[] extend(CollectionRef lock, LockToken token, long leaseMillis) {
        return write(LockCommand.EXTEND.of(lock, 20), token)
                .writeVarLong(requireLease(leaseMillis))
                .toBytes();
    }

    private static PayloadWriter write(PayloadWriter out, LockToken token) {
        return out.writeFixedLong(token.high()).writeFixedLong(token.low());
    }

    private static long requireLease(long leaseMillis) {
        if (leaseMillis < 0) {
            throw new IllegalArgumentException("a lease of " + leaseMillis + " ms is negative");
        }
        return leaseMillis;
    }

    /**
     * The fencing token under which the lock was taken; 0 if it was not.
     *
     * @throws io.kith.transport.CorruptFrameException if it is no such payload
     */
    public static long fence(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        long fence = in.readBoolean() ? in.readCount() : 0;
        in.expectEnd();
        return fence;
    }

    /**
     * How often the token holds the lock still; -1 if it did not hold it.
     *
     * @throws io.kith.transport.CorruptFrameException if it is no such payload
     */
    public static int holdsLeft(byte[] payload) {
        return Math.toIntExact(Results.number(payload)) - 1;
    }

    /**
     * The result of {@link #state}.
     *
     * @throws io.kith.transport.CorruptFrameException if it is no such payload
     */
    public static LockView view(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        long fence = in.readCount();
        if (!in.readBoolean()) {
            in.expectEnd();
            return new LockView(fence, null, 0);
        }
        LockToken holder = new LockToken(in.readFixedLong(), in.readFixedLong());
        int holds = in.readVarInt(Integer.MAX_VALUE);
        in.expectEnd();
        return new LockView(fence, holder, holds);
    }
}
