package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/** A partition's entries of one map or set, and what the writes do to them. */
final class MapState implements CollectionState {
    private final long collectionId;
    private final ExpiryQueue expiries;
    private final OrderedTable table;
    private long bytes;
    private long digest;
    private int expiring;

    MapState(long collectionId, ExpiryQueue expiries) {
        this.collectionId = collectionId;
        this.expiries = expiries;
        this.table = new OrderedTable(collectionId);
    }

    @Override
    public int type() {
        return Opcode.TYPE_MAP;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long digest() {
        return digest;
    }

    @Override
    public long size() {
        return table.size();
    }

    OrderedTable table() {
        return table;
    }

    /**
     * Applies a write and gives back its result.
     *
     * @param in at the arguments
     * @param limit if not null, keys behind it are left alone, and the result means nothing
     * @throws CorruptFrameException if the operation cannot be read; then nothing was changed
     */
    byte[] apply(byte[] operation, PayloadReader in, long nowMillis, @Nullable CopyLimit limit) {
        switch (Operations.opcode(operation)) {
            case Opcode.MAP_CLEAR -> {
                in.expectEnd();
                int removed = table.size();
                clear();
                return Results.ofNumber(removed);
            }
            case Opcode.MAP_PUT_ALL -> {
                return putAll(operation, in, nowMillis, limit);
            }
            case Opcode.MAP_REMOVE_ALL -> {
                return removeAll(operation, in, limit);
            }
            default -> {
                return applyToKey(operation, in, nowMillis, limit);
            }
        }
    }

    @Override
    public long growth(byte[] operation, PayloadReader in) {
        return switch (Operations.opcode(operation)) {
            case Opcode.MAP_PUT_ALL -> {
                in.readCount();
                long growth = 0;
                for (int left = in.readCount(2); left > 0; left--) {
                    int keyLength = in.readLength();
                    int slot = slotOf(operation, in, keyLength);
                    int valueLength = in.readLength();
                    in.skip(valueLength);
                    growth += growth(slot, keyLength, valueLength);
                }
                yield growth;
            }
            case Opcode.MAP_PUT,
                    Opcode.MAP_SET,
                    Opcode.MAP_PUT_IF_ABSENT,
                    Opcode.MAP_REPLACE,
                    Opcode.MAP_REPLACE_IF_EQUALS,
                    Opcode.MAP_COMPARE_AND_SET -> growthAtKey(operation, in);
            default -> 0;
        };
    }

    private long growthAtKey(byte[] operation, PayloadReader in) {
        int opcode = Operations.opcode(operation);
        int keyLength = in.readLength();
        int slot = slotOf(operation, in, keyLength);
        in.readCount();
        boolean wantsOne = opcode == Opcode.MAP_REPLACE || opcode == Opcode.MAP_REPLACE_IF_EQUALS;
        boolean wantsNone = opcode == Opcode.MAP_PUT_IF_ABSENT;
        boolean expects = opcode == Opcode.MAP_REPLACE_IF_EQUALS;
        if (opcode == Opcode.MAP_COMPARE_AND_SET) {
            int flags = in.readByte();
            expects = (flags & MapOperations.EXPECTED_PRESENT) != 0;
            wantsOne = expects;
            wantsNone = !expects;
            if ((flags & MapOperations.REPLACEMENT_PRESENT) == 0) {
                return 0;
            }
        }
        if (expects) {
            in.skip(in.readLength());
        }
        boolean inVain = (wantsOne && slot < 0) || (wantsNone && slot >= 0);
        return inVain ? 0 : growth(slot, keyLength, in.remaining());
    }

    /** Where the key that follows is in the table; skips it. */
    private int slotOf(byte[] operation, PayloadReader in, int keyLength) {
        int keyOffset = in.position();
        in.skip(keyLength);
        return table.find(
                CursorOrder.of(collectionId, operation, keyOffset, keyLength), operation, keyOffset, keyLength);
    }

    private long growth(int slot, int keyLength, int valueLength) {
        if (slot < 0) {
            return (long) keyLength + valueLength + ELEMENT_OVERHEAD_BYTES;
        }
        byte[] entry = table.at(slot);
        return (long) valueLength - (entry.length - EntryFormat.valueOffset(entry));
    }

    private byte[] applyToKey(byte[] operation, PayloadReader in, long nowMillis, @Nullable CopyLimit limit) {
        int keyLength = in.readLength();
        int keyOffset = in.position();
        in.skip(keyLength);
        long order = CursorOrder.of(collectionId, operation, keyOffset, keyLength);
        if (limit != null && !limit.covers(order, operation, keyOffset, keyLength)) {
            return Results.NO_BYTES;
        }
        int slot = table.find(order, operation, keyOffset, keyLength);
        int opcode = Operations.opcode(operation);
        switch (opcode) {
            case Opcode.MAP_REMOVE -> {
                in.expectEnd();
                return slot < 0 ? Results.ABSENT : presentValue(removeAt(slot));
            }
            case Opcode.MAP_DELETE -> {
                in.expectEnd();
                return Results.ofBoolean(slot >= 0 && delete(slot));
            }
            case Opcode.MAP_REMOVE_IF_EQUALS -> {
                boolean equal =
                        slot >= 0 && EntryFormat.valueEquals(table.at(slot), operation, in.position(), in.remaining());
                return Results.ofBoolean(equal && delete(slot));
            }
            case Opcode.MAP_EXPIRE -> {
                long expiresAtMillis = in.readCount();
                in.expectEnd();
                boolean due = slot >= 0
                        && expiresAtMillis != 0
                        && EntryFormat.expiresAtMillis(table.at(slot)) == expiresAtMillis;
                return Results.ofBoolean(due && delete(slot));
            }
            default -> {
                long ttlMillis = in.readCount();
                long expiresAtMillis = ttlMillis == 0 ? 0 : expiry(nowMillis, ttlMillis);
                return write(opcode, operation, in, slot, order, keyOffset, keyLength, expiresAtMillis);
            }
        }
    }

    private byte[] write(
            int opcode,
            byte[] operation,
            PayloadReader in,
            int slot,
            long order,
            int keyOffset,
            int keyLength,
            long expiresAtMillis) {
        switch (opcode) {
            case Opcode.MAP_PUT_IF_ABSENT -> {
                if (slot >= 0) {
                    return table.presentValueAt(slot);
                }
            }
            case Opcode.MAP_REPLACE -> {
                if (slot < 0) {
                    return Results.ABSENT;
                }
            }
            case Opcode.MAP_REPLACE_IF_EQUALS -> {
                int length = in.readLength();
                boolean equal = slot >= 0 && EntryFormat.valueEquals(table.at(slot), operation, in.position(), length);
                if (!equal) {
                    return Results.FALSE;
                }
                in.skip(length);
            }
            case Opcode.MAP_COMPARE_AND_SET -> {
                int flags = in.readByte();
                if (flags > (MapOperations.EXPECTED_PRESENT | MapOperations.REPLACEMENT_PRESENT)) {
                    throw new CorruptFrameException("a compare-and-set with the flags " + flags);
                }
                boolean equal;
                if ((flags & MapOperations.EXPECTED_PRESENT) != 0) {
                    int length = in.readLength();
                    equal = slot >= 0 && EntryFormat.valueEquals(table.at(slot), operation, in.position(), length);
                    in.skip(length);
                } else {
                    equal = slot < 0;
                }
                if (!equal) {
                    return notSet(slot);
                }
                if ((flags & MapOperations.REPLACEMENT_PRESENT) == 0) {
                    in.expectEnd();
                    if (slot >= 0) {
                        removeAt(slot);
                    }
                    return Results.TRUE;
                }
            }
            case Opcode.MAP_PUT, Opcode.MAP_SET -> {}
            default -> throw new CorruptFrameException("no map operation has the code " + opcode);
        }
        byte[] entry = EntryFormat.make(
                operation, keyOffset, keyLength, operation, in.position(), in.remaining(), expiresAtMillis);
        byte[] old = putAt(slot, order, entry);
        return switch (opcode) {
            case Opcode.MAP_SET -> Results.NO_BYTES;
            case Opcode.MAP_REPLACE_IF_EQUALS, Opcode.MAP_COMPARE_AND_SET -> Results.TRUE;
            default -> old == null ? Results.ABSENT : presentValue(old);
        };
    }

    private byte[] putAll(byte[] operation, PayloadReader in, long nowMillis, @Nullable CopyLimit limit) {
        long ttlMillis = in.readCount();
        long expiresAtMillis = ttlMillis == 0 ? 0 : expiry(nowMillis, ttlMillis);
        int count = in.readCount(2);
        int start = in.position();
        for (int i = 0; i < count; i++) {
            in.skip(in.readLength());
            in.skip(in.readLength());
        }
        in.expectEnd();
        in.reset(operation, start);
        int added = 0;
        for (int i = 0; i < count; i++) {
            int keyLength = in.readLength();
            int keyOffset = in.position();
            in.skip(keyLength);
            int valueLength = in.readLength();
            int valueOffset = in.position();
            in.skip(valueLength);
            long order = CursorOrder.of(collectionId, operation, keyOffset, keyLength);
            if (limit == null || limit.covers(order, operation, keyOffset, keyLength)) {
                byte[] entry = EntryFormat.make(
                        operation, keyOffset, keyLength, operation, valueOffset, valueLength, expiresAtMillis);
                if (putAt(table.find(order, operation, keyOffset, keyLength), order, entry) == null) {
                    added++;
                }
            }
        }
        return Results.ofNumber(added);
    }

    private byte[] removeAll(byte[] operation, PayloadReader in, @Nullable CopyLimit limit) {
        int count = in.readCount(1);
        int start = in.position();
        for (int i = 0; i < count; i++) {
            in.skip(in.readLength());
        }
        in.expectEnd();
        in.reset(operation, start);
        int removed = 0;
        for (int i = 0; i < count; i++) {
            int keyLength = in.readLength();
            int keyOffset = in.position();
            in.skip(keyLength);
            long order = CursorOrder.of(collectionId, operation, keyOffset, keyLength);
            if (limit == null || limit.covers(order, operation, keyOffset, keyLength)) {
                int slot = table.find(order, operation, keyOffset, keyLength);
                if (slot >= 0) {
                    removeAt(slot);
                    removed++;
                }
            }
        }
        return Results.ofNumber(removed);
    }

    /** Puts a copied entry, in place of the one of that key if there is one. */
    void install(byte[] entry) {
        int keyOffset = EntryFormat.keyOffset(entry);
        int keyLength = EntryFormat.keyLength(entry);
        long order = CursorOrder.of(collectionId, entry, keyOffset, keyLength);
        putAt(table.find(order, entry, keyOffset, keyLength), order, entry);
    }

    /** Drops everything, and forgets what was to expire. */
    void clear() {
        for (int slot = table.slots() - 1; expiring > 0 && slot >= 0; slot--) {
            byte[] entry = table.entry(slot);
            if (entry != null && EntryFormat.expires(entry)) {
                expiries.remove(collectionId, entry);
                expiring--;
            }
        }
        table.clear();
        bytes = 0;
        digest = 0;
    }

    private byte @Nullable [] putAt(int slot, long order, byte[] entry) {
        byte[] old = null;
        if (slot < 0) {
            table.insert(slot, order, entry);
        } else {
            old = table.replace(slot, entry);
            // Before the new one is counted: both may be due at the same time.
            discount(old);
        }
        account(entry);
        return old;
    }

    private byte[] removeAt(int slot) {
        byte[] old = table.remove(slot);
        discount(old);
        return old;
    }

    private boolean delete(int slot) {
        removeAt(slot);
        return true;
    }

    private void account(byte[] entry) {
        bytes += entry.length + ELEMENT_OVERHEAD_BYTES;
        digest += ByteHash.of(collectionId, entry);
        if (EntryFormat.expires(entry)) {
            expiries.add(collectionId, entry);
            expiring++;
        }
    }

    private void discount(byte[] entry) {
        bytes -= entry.length + ELEMENT_OVERHEAD_BYTES;
        digest -= ByteHash.of(collectionId, entry);
        if (EntryFormat.expires(entry)) {
            expiries.remove(collectionId, entry);
            expiring--;
        }
    }

    private byte[] notSet(int slot) {
        if (slot < 0) {
            return new byte[] {0, 0};
        }
        byte[] entry = table.at(slot);
        int offset = EntryFormat.valueOffset(entry);
        return new PayloadWriter(2 + entry.length - offset)
                .writeByte(0)
                .writeByte(1)
                .writeRaw(entry, offset, entry.length - offset)
                .toBytes();
    }

    private static byte[] presentValue(byte[] entry) {
        int offset = EntryFormat.valueOffset(entry);
        return Results.ofPresent(entry, offset, entry.length - offset);
    }

    static long expiry(long nowMillis, long ttlMillis) {
        long expiresAtMillis = nowMillis + ttlMillis;
        return expiresAtMillis < nowMillis ? Long.MAX_VALUE : expiresAtMillis;
    }
}
