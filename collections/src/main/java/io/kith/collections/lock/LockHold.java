package io.kith.collections.lock;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.NodeId;

/**
 * That somebody holds a lock.
 *
 * @param session whose end is the end of it
 * @param opening that session's opening in the partition
 * @param holds how often the lock was taken by that token and not given back
 * @param ticket names the lease
 * @param expiresAtMillis when the lease ends, 0: with the session
 */
record LockHold(LockToken token, NodeId session, long opening, int holds, long ticket, long expiresAtMillis) {
    LockHold withHolds(int newHolds) {
        return new LockHold(token, session, opening, newHolds, ticket, expiresAtMillis);
    }

    void write(PayloadWriter out) {
        out.writeFixedLong(token.high())
                .writeFixedLong(token.low())
                .writeFixedLong(session.high())
                .writeFixedLong(session.low())
                .writeVarLong(opening)
                .writeVarLong(holds)
                .writeVarLong(ticket)
                .writeVarLong(expiresAtMillis);
    }

    static LockHold read(PayloadReader in) {
        return new LockHold(
                new LockToken(in.readFixedLong(), in.readFixedLong()),
                in.readSessionId(),
                in.readCount(),
                in.readVarInt(Integer.MAX_VALUE),
                in.readCount(),
                in.readCount());
    }
}
