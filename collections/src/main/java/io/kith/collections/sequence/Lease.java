package io.kith.collections.sequence;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;

/**
 * An element of a deque that somebody took on trial.
 *
 * @param first from which end it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Lease(long ticket, byte[] value, boolean first, long expiresAtMillis) {

    void write(PayloadWriter out) {
        out.writeVarLong(ticket).writeBytes(value).writeBoolean(first).writeVarLong(expiresAtMillis);
    }

    static Lease read(PayloadReader in) {
        return new Lease(in.readCount(), in.readBytes(), in.readBoolean(), in.readCount());
    }
}
