package io.kith.collections.sequence;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.Waiters;
import io.kith.collections.kind.Waits;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;

/**
 * A request that waits in a deque.
 *
 * @param kind what it waits with: {@link #PUT}, {@link #TAKE} or {@link #RESERVE}
 * @param first at which end
 * @param value what is to be put, else empty
 * @param leaseMillis how long what is to be reserved is to be
 * @param ticket rises with each waiter and reservation
 * @param expiresAtMillis when it gives up, 0: never
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Waiter(
        RequestKey request, int kind, boolean first, byte[] value, long leaseMillis, long ticket, long expiresAtMillis)
        implements Waits {
    static final int PUT = 0x85;
    static final int TAKE = 0x86;
    static final int RESERVE = 0x8C;

    @Override
    public long bytes() {
        return value.length + Waiters.WAITER_BYTES;
    }

    boolean puts() {
        return kind == PUT;
    }

    void write(PayloadWriter out) {
        request.write(out);
        out.writeByte(kind)
                .writeBoolean(first)
                .writeBytes(value)
                .writeVarLong(leaseMillis)
                .writeVarLong(ticket)
                .writeVarLong(expiresAtMillis);
    }

    static Waiter read(PayloadReader in) {
        RequestKey request = RequestKey.read(in);
        return new Waiter(
                request,
                in.readByte(),
                in.readBoolean(),
                in.readBytes(),
                in.readCount(),
                in.readCount(),
                in.readCount());
    }
}
