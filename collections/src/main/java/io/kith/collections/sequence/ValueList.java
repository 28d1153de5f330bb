package io.kith.collections.sequence;

import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;

/** Gathers values for an answer that its length ends, or their number; see {@link #payload}. */
final class ValueList implements ItemNode.Visitor {
    private final int maxBytes;
    private final PayloadWriter writer = new PayloadWriter(256);
    private int count;

    ValueList(int maxBytes) {
        this.maxBytes = Math.min(maxBytes, Results.MAX_BYTES);
    }

    @Override
    public boolean visit(int index, long label, byte[] value) {
        if (count == Operations.MOST_ELEMENTS || (count > 0 && writer.size() + (long) value.length > maxBytes)) {
            return false;
        }
        writer.writeBytes(value);
        count++;
        return true;
    }

    int count() {
        return count;
    }

    byte[] payload() {
        byte[] values = writer.toBytes();
        return new PayloadWriter(PayloadWriter.varLongSize(count) + values.length)
                .writeVarLong(count)
                .writeRaw(values)
                .toBytes();
    }
}
