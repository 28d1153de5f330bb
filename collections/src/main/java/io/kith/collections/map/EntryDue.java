package io.kith.collections.map;

import io.kith.collections.kind.Due;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;

/** The end of an entry that lives for some time only. */
final class EntryDue extends Due {
    /** The operation by which it ends. */
    static final int EXPIRE_CODE = 0x8D;

    private final byte[] entry;

    EntryDue(long opening, byte[] entry) {
        super(opening, EntryFormat.expiresAtMillis(entry));
        this.entry = entry;
    }

    @Override
    protected int compareWithin(Due other) {
        return EntryFormat.compareKeys(entry, ((EntryDue) other).entry);
    }

    @Override
    protected byte[] command(int kind) {
        int keyLength = EntryFormat.keyLength(entry);
        int size = PayloadWriter.varLongSize(keyLength) + keyLength + PayloadWriter.varLongSize(expiresAtMillis());
        return Operations.ofOpening(kind, EXPIRE_CODE, opening(), size)
                .writeBytes(entry, EntryFormat.keyOffset(entry), keyLength)
                .writeVarLong(expiresAtMillis())
                .toBytes();
    }
}
