package io.kith.collections.counter;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.CorruptFrameException;

/** A counter: one number, 0 at first. */
public final class CounterState implements CopiedBySnapshot {
    private static final int DIGEST_SEED = 5;

    private long value;

    CounterState() {}

    long value() {
        return value;
    }

    void set(long newValue) {
        value = newValue;
    }

    @Override
    public long bytes() {
        return isNothing() ? 0 : ELEMENT_OVERHEAD_BYTES;
    }

    @Override
    public long digest() {
        return ByteHash.of(DIGEST_SEED, value);
    }

    @Override
    public long size() {
        return isNothing() ? 0 : 1;
    }

    @Override
    public boolean isNothing() {
        return value == 0;
    }

    @Override
    public void destroy(WaitingRequests requests) {
        value = 0;
    }

    @Override
    public boolean cancel(RequestKey request) {
        return false;
    }

    // ---- copies

    /** The number is all there is, so it is in the header. */
    private record Snapshot(long value) implements CollectionSnapshot {
        @Override
        public byte[] header() {
            return new PayloadWriter(Long.BYTES).writeFixedLong(value).toBytes();
        }

        @Override
        public long parts() {
            return 0;
        }

        @Override
        public long write(long from, PayloadWriter body, int maxBytes) {
            throw new IllegalStateException("a counter has no parts");
        }
    }

    @Override
    public CollectionSnapshot snapshot() {
        return new Snapshot(value);
    }

    @Override
    public void installHeader(PayloadReader in) {
        value = in.readFixedLong();
        in.expectEnd();
    }

    @Override
    public void installPart(int section, PayloadReader in) {
        throw new CorruptFrameException("a counter has no parts");
    }
}
