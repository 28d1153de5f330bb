package io.kith.collections.lock;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.TicketDue;
import io.kith.collections.kind.Waiters;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock: who holds it, since which fencing token, and who waits for it, in the order of the log. The fencing token rises
 * whenever the lock goes to somebody who did not hold it, so that what it protects can tell late comers.
 */
public final class LockState implements CopiedBySnapshot {
    /** The code of the operation that ends what waits or is held for some time only. */
    static final int EXPIRE_CODE = 0x84;

    private static final int DIGEST_SEED = 6;

    private final long opening;
    private final ExpiryQueue expiries;
    private final Waiters<LockWaiter> waiters;
    private @Nullable LockHold hold;
    private long fence;
    private long lastTicket;

    LockState(long opening, ExpiryQueue expiries) {
        this.opening = opening;
        this.expiries = expiries;
        this.waiters = new Waiters<>(EXPIRE_CODE, opening, expiries);
    }

    @Nullable
    LockHold hold() {
        return hold;
    }

    long fence() {
        return fence;
    }

    @Override
    public long bytes() {
        return waiters.bytes() + (hold == null ? 0 : 2L * ELEMENT_OVERHEAD_BYTES);
    }

    @Override
    public long digest() {
        long digest = ByteHash.of(DIGEST_SEED, snapshot().header());
        for (LockWaiter waiter : waiters.all()) {
            digest = ByteHash.of(digest, bytesOf(waiter));
        }
        return digest;
    }

    @Override
    public long size() {
        return hold == null ? 0 : 1;
    }

    /** One that was held once has a fencing token that must not come again. */
    @Override
    public boolean isNothing() {
        return fence == 0;
    }

    // ---- who holds it

    /**
     * Takes the lock for a token, if nobody else holds it.
     *
     * @return the fencing token; 0 if somebody else holds it
     */
    long take(LockToken token, NodeId session, long sessionOpening, long leaseMillis, long nowMillis) {
        LockHold before = hold;
        if (before != null && !before.token().equals(token)) {
            return 0;
        }
        if (before != null && before.holds() == Integer.MAX_VALUE) {
            throw new RefusedException(
                    ResponseStatus.TOO_LARGE, "a lock is held at most " + Integer.MAX_VALUE + " times");
        }
        int holds = before == null ? 1 : before.holds() + 1;
        if (before == null) {
            fence++;
        }
        hold(token, session, sessionOpening, holds, leaseMillis, nowMillis);
        return fence;
    }

    private void hold(
            LockToken token, NodeId session, long sessionOpening, int holds, long leaseMillis, long nowMillis) {
        long expiresAtMillis = leaseMillis == 0 ? 0 : ExpiryQueue.expiry(nowMillis, leaseMillis);
        setHold(new LockHold(token, session, sessionOpening, holds, ++lastTicket, expiresAtMillis));
    }

    /** Lets the lease of a token that holds the lock begin anew; false if it does not hold it. */
    boolean extend(LockToken token, NodeId session, long sessionOpening, long leaseMillis, long nowMillis) {
        LockHold before = hold;
        if (before == null || !before.token().equals(token)) {
            return false;
        }
        hold(token, session, sessionOpening, before.holds(), leaseMillis, nowMillis);
        return true;
    }

    /**
     * Gives the lock back once.
     *
     * @return how often the token holds it still; -1 if it did not hold it
     */
    int giveBack(LockToken token, long nowMillis, WaitingRequests requests) {
        LockHold before = hold;
        if (before == null || !before.token().equals(token)) {
            return -1;
        }
        if (before.holds() > 1) {
            setHold(before.withHolds(before.holds() - 1));
            return before.holds() - 1;
        }
        free(nowMillis, requests);
        return 0;
    }

    private void free(long nowMillis, WaitingRequests requests) {
        setHold(null);
        serve(nowMillis, requests);
    }

    /** Gives the lock to whoever has waited for longest. */
    private void serve(long nowMillis, WaitingRequests requests) {
        while (!waiters.isEmpty() && mayHold(waiters.all().iterator().next().token())) {
            LockWaiter next = waiters.removeFirst();
            RequestKey request = next.request();
            long taken = take(next.token(), request.session(), request.opening(), next.leaseMillis(), nowMillis);
            requests.complete(request, fenceResult(taken));
        }
    }

    private boolean mayHold(LockToken token) {
        return hold == null || (hold.token().equals(token) && hold.holds() < Integer.MAX_VALUE);
    }

    /** The result of a request that has got the lock, or not: a fencing token, or that there is none. */
    static byte[] fenceResult(long fence) {
        return fence == 0
                ? Results.ABSENT
                : new PayloadWriter(1 + PayloadWriter.varLongSize(fence))
                        .writeByte(1)
                        .writeVarLong(fence)
                        .toBytes();
    }

    private void setHold(@Nullable LockHold next) {
        LockHold before = hold;
        if (before != null && before.expiresAtMillis() != 0) {
            expiries.remove(due(before));
        }
        hold = next;
        if (next != null && next.expiresAtMillis() != 0) {
            expiries.add(due(next));
        }
    }

    private TicketDue due(LockHold held) {
        return new TicketDue(EXPIRE_CODE, opening, held.ticket(), held.expiresAtMillis());
    }

    // ---- who waits

    /** Lets a request wait until {@code waitPlusOne - 1} ms from now, 0: for ever. */
    void await(OperationCall call, LockToken token, long leaseMillis, long waitPlusOne) {
        long expiresAtMillis = waitPlusOne == 0 ? 0 : ExpiryQueue.expiry(call.nowMillis(), waitPlusOne - 1);
        waiters.add(new LockWaiter(call.request(), token, leaseMillis, ++lastTicket, expiresAtMillis));
    }

    @Override
    public boolean cancel(RequestKey request) {
        return waiters.remove(request) != null;
    }

    /** Ends what waits or is held under a ticket, if that is due at that time; false if it is not. */
    boolean expire(long ticket, long expiresAtMillis, long nowMillis, WaitingRequests requests) {
        if (hold != null && hold.ticket() == ticket && hold.expiresAtMillis() == expiresAtMillis) {
            free(nowMillis, requests);
            return true;
        }
        LockWaiter waiter = waiters.findTimed(ticket);
        if (waiter == null || waiter.expiresAtMillis() != expiresAtMillis) {
            return false;
        }
        waiters.remove(waiter.request());
        requests.complete(waiter.request(), Results.ABSENT);
        return true;
    }

    @Override
    public void sessionEnded(NodeId session, long sessionOpening, long nowMillis, WaitingRequests requests) {
        if (hold != null && hold.session().equals(session) && hold.opening() == sessionOpening) {
            free(nowMillis, requests);
        }
    }

    @Override
    public void destroy(WaitingRequests requests) {
        setHold(null);
        expiries.removeAll(opening);
        if (!waiters.destroySome(requests)) {
            requests.later(() -> waiters.destroySome(requests));
        }
    }

    // ---- copies

    private static byte[] bytesOf(LockWaiter waiter) {
        PayloadWriter out = new PayloadWriter(64);
        waiter.write(out);
        return out.toBytes();
    }

    /** A part is a request that waits. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Snapshot(byte[] header, List<LockWaiter> waiters) implements CollectionSnapshot {
        @Override
        public long parts() {
            return waiters.size();
        }

        @Override
        public long write(long from, PayloadWriter body, int maxBytes) {
            body.writeByte(FIRST_PART_CODE);
            waiters.get((int) from).write(body);
            return from + 1;
        }
    }

    @Override
    public CollectionSnapshot snapshot() {
        PayloadWriter header = new PayloadWriter(80)
                .writeVarLong(fence)
                .writeVarLong(lastTicket)
                .writeBoolean(hold != null);
        if (hold != null) {
            hold.write(header);
        }
        return new Snapshot(header.toBytes(), List.copyOf(waiters.all()));
    }

    @Override
    public void installHeader(PayloadReader in) {
        fence = in.readCount();
        lastTicket = in.readCount();
        setHold(in.readBoolean() ? LockHold.read(in) : null);
        in.expectEnd();
    }

    @Override
    public void installPart(int section, PayloadReader in) {
        if (section != CollectionSnapshot.FIRST_PART_CODE) {
            throw new CorruptFrameException("a lock has no part with the code " + section);
        }
        waiters.add(LockWaiter.read(in));
    }
}
