package io.kith.collections.lock;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.Waiters;
import io.kith.collections.kind.Waits;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;

/**
 * A request that waits for a lock.
 *
 * @param leaseMillis for how long it is to hold the lock at most, 0: for as long as its session lives
 * @param ticket rises with each waiter and lease
 * @param expiresAtMillis when it gives up, 0: never
 */
record LockWaiter(RequestKey request, LockToken token, long leaseMillis, long ticket, long expiresAtMillis)
        implements Waits {
    @Override
    public long bytes() {
        return Waiters.WAITER_BYTES;
    }

    void write(PayloadWriter out) {
        request.write(out);
        out.writeFixedLong(token.high())
                .writeFixedLong(token.low())
                .writeVarLong(leaseMillis)
                .writeVarLong(ticket)
                .writeVarLong(expiresAtMillis);
    }

    static LockWaiter read(PayloadReader in) {
        return new LockWaiter(
                RequestKey.read(in),
                new LockToken(in.readFixedLong(), in.readFixedLong()),
                in.readCount(),
                in.readCount(),
                in.readCount());
    }
}
