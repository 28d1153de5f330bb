package io.kith.collections.sequence;

import io.kith.collections.kind.LongRead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/** Looks for what a removal is about; ends with the removal that says what was found. */
final class RemovalSearch implements LongRead {
    /** So often it looks at most, if what it finds is changed meanwhile; then the removal may have to look itself. */
    private static final int MOST_ROUNDS = 3;

    private final ItemSequence sequence;
    private final Asked asked;
    private final RemovalRange range;
    private final byte[] value;
    private final int slice;
    private @Nullable ItemNode items;
    private @Nullable LongSearch search;
    private long version;
    private long epoch;
    private int rounds;

    /**
     * The removal that a client asked for.
     *
     * @param code of the one that is to be logged in its place, with what was found before the same arguments
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Asked(byte[] operation, int argumentsAt, int code) {}

    /** In a sequence as it is now, so many elements at a time. */
    RemovalSearch(ItemSequence sequence, Asked asked, RemovalRange range, byte[] value, int slice) {
        this.sequence = sequence;
        this.asked = asked;
        this.range = range;
        this.value = value;
        this.slice = slice;
        begin();
    }

    private void begin() {
        rounds++;
        version = sequence.version();
        epoch = sequence.epoch();
        ItemNode snapshot = sequence.snapshot();
        items = snapshot;
        int size = sequence.size();
        search = snapshot == null
                ? null
                : new LongSearch(
                        snapshot,
                        Math.min(range.from(), size),
                        Math.min(range.to(), size),
                        range.backward(),
                        value,
                        slice);
    }

    @Override
    public byte @Nullable [] next() {
        byte[] result = search == null ? Results.ofNumber(0) : search.next();
        if (result == null) {
            return null;
        }
        int index = (int) Results.number(result) - 1;
        ItemId item = index < 0 || items == null ? null : new ItemId(epoch, items.label(index));
        if (rounds < MOST_ROUNDS && !isStillRight(new RemovalHint(version, item))) {
            begin();
            return null;
        }
        return removalOf(item);
    }

    /** Whether a replica that is as far as this one would take it, and not have to look itself. */
    private boolean isStillRight(RemovalHint hint) {
        return hint.index(sequence, range, value, 0, value.length) != RemovalHint.UNKNOWN;
    }

    private byte[] removalOf(@Nullable ItemId item) {
        byte[] operation = asked.operation;
        PayloadWriter out = new PayloadWriter(operation.length + 24)
                .writeRaw(operation, 0, asked.argumentsAt)
                .writeVarLong(version)
                .writeBoolean(item != null);
        if (item != null) {
            item.write(out);
        }
        byte[] bytes = out.writeRaw(operation, asked.argumentsAt, operation.length - asked.argumentsAt)
                .toBytes();
        bytes[Operations.CODE_BYTES - 1] = (byte) asked.code;
        return bytes;
    }
}
