package io.kith.collections.kind;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.NodeId;

/** Names a request in a partition. */
public record RequestKey(NodeId session, long opening, long number) {
    /** Writes it for a copy. */
    public void write(PayloadWriter out) {
        out.writeFixedLong(session.high())
                .writeFixedLong(session.low())
                .writeVarLong(opening)
                .writeVarLong(number);
    }

    /** Reads what {@link #write} wrote. */
    public static RequestKey read(PayloadReader in) {
        return new RequestKey(in.readSessionId(), in.readCount(), in.readCount());
    }
}
