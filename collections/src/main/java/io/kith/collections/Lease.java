package io.kith.collections;

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
