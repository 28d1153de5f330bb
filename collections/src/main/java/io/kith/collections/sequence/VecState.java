package io.kith.collections.sequence;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.CorruptFrameException;
import java.util.List;

/** A vec. */
public final class VecState extends SequenceState {
    private static final int DIGEST_SEED = 0x20;

    @Override
    public long bytes() {
        return sequence().bytes();
    }

    @Override
    public long digest() {
        return ByteHash.of(DIGEST_SEED, sequence().digest());
    }

    @Override
    public boolean cancel(RequestKey request) {
        return false;
    }

    @Override
    public void destroy(WaitingRequests requests) {
        sequence().removeRange(0, sequence().size());
    }

    @Override
    void writeHeader(PayloadWriter out) {
        out.writeByte(0);
    }

    @Override
    void readHeader(PayloadReader in) {
        in.readVarInt(0);
    }

    @Override
    List<byte[]> extras() {
        return List.of();
    }

    @Override
    void installExtra(PayloadReader in) {
        throw new CorruptFrameException("a vec has nothing besides its elements");
    }
}
