package io.kith.collections.map;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a value in a map that changes meanwhile, and answers what was so at one moment. There is no snapshot: it goes through
 * the entries in their order, and is told of every entry that gets the value. If one does, the map contains it at that moment. If
 * none does, and none had it when the scan came by, then none has it at the end: an entry that had would have had it all the time,
 * so also when the scan came by.
 */
final class ValueScan implements LongRead {
    /** Entries lie apart, elements of a sequence side by side: so many times fewer are looked at in a slice. */
    static final int COST = 16;

    private final OrderedTable table;
    private final byte[] value;
    private final int slice;
    private final Consumer<ValueScan> ended;
    private byte @Nullable [] lastKey;
    private boolean wasPut;
    private boolean destroyed;

    /**
     * Looks at so many entries in a slice; has to be told what is put in from now on.
     *
     * @param ended told when it need not be told any more
     */
    ValueScan(OrderedTable table, byte[] value, int slice, Consumer<ValueScan> ended) {
        this.table = table;
        this.value = value;
        this.slice = slice;
        this.ended = ended;
    }

    byte[] value() {
        return value;
    }

    void wasPut() {
        wasPut = true;
    }

    void destroyed() {
        destroyed = true;
    }

    @Override
    public byte @Nullable [] next() {
        if (wasPut) {
            return ended(Results.TRUE);
        }
        if (destroyed) {
            ended.accept(this);
            throw new RefusedException(ResponseStatus.COLLECTION_DESTROYED, "");
        }
        int slot = table.nextOccupied(lastKey == null ? 0 : table.slotBehind(lastKey, 0, lastKey.length));
        int last = slot;
        for (int left = slice; left > 0 && slot < table.slots(); left--) {
            if (table.hasValue(slot, value, 0, value.length)) {
                return ended(Results.TRUE);
            }
            last = slot;
            slot = table.nextOccupied(slot + 1);
        }
        if (slot >= table.slots()) {
            return ended(Results.FALSE);
        }
        byte[] entry = table.at(last);
        int keyOffset = EntryFormat.keyOffset(entry);
        lastKey = Arrays.copyOfRange(entry, keyOffset, keyOffset + EntryFormat.keyLength(entry));
        return null;
    }

    private byte[] ended(byte[] result) {
        ended.accept(this);
        return result;
    }

    @Override
    public void abandon() {
        ended.accept(this);
    }
}
