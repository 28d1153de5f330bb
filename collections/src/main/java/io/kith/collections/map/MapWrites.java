package io.kith.collections.map;

import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/** What the writes of maps and sets do. */
final class MapWrites {
    private MapWrites() {}

    static byte[] put(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        return before(write(map, call, slot, expiry(call)));
    }

    static byte[] set(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        write(map, call, slot, expiry(call));
        return Results.NO_BYTES;
    }

    static byte[] putIfAbsent(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        long expiresAtMillis = expiry(call);
        return slot >= 0 ? map.table().presentValueAt(slot) : before(write(map, call, slot, expiresAtMillis));
    }

    static byte[] replace(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        long expiresAtMillis = expiry(call);
        return slot < 0 ? Results.ABSENT : before(write(map, call, slot, expiresAtMillis));
    }

    static byte[] replaceIfEquals(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        long expiresAtMillis = expiry(call);
        if (!expects(map, call, slot)) {
            return Results.FALSE;
        }
        write(map, call, slot, expiresAtMillis);
        return Results.TRUE;
    }

    static byte[] compareAndSet(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        long expiresAtMillis = expiry(call);
        int flags = call.in().readByte();
        if (flags > (ArgumentForm.EXPECTED_PRESENT | ArgumentForm.REPLACEMENT_PRESENT)) {
            throw new CorruptFrameException("a compare-and-set with the flags " + flags);
        }
        boolean equal = (flags & ArgumentForm.EXPECTED_PRESENT) != 0 ? expects(map, call, slot) : slot < 0;
        if (!equal) {
            return notSet(map, slot);
        }
        if ((flags & ArgumentForm.REPLACEMENT_PRESENT) == 0) {
            call.in().expectEnd();
            if (slot >= 0) {
                map.removeAt(slot);
            }
        } else {
            write(map, call, slot, expiresAtMillis);
        }
        return Results.TRUE;
    }

    /** Reads a value and says whether it is the one in a slot; if there is no slot it is not. */
    private static boolean expects(MapState map, OperationCall call, int slot) {
        PayloadReader in = call.in();
        int length = in.readLength();
        int offset = in.position();
        in.skip(length);
        return slot >= 0 && EntryFormat.valueEquals(map.table().at(slot), call.array(), offset, length);
    }

    private static long expiry(OperationCall call) {
        long asked = call.in().readCount();
        long ttlMillis = asked == 0 ? call.options().ttlMillis() : asked;
        return ttlMillis == 0 ? 0 : ExpiryQueue.expiry(call.nowMillis(), ttlMillis);
    }

    /** Sets the key that was read last to the value that is left; gives back its entry before. */
    private static byte @Nullable [] write(MapState map, OperationCall call, int slot, long expiresAtMillis) {
        PayloadReader in = call.in();
        byte[] array = call.array();
        byte[] entry = EntryFormat.make(
                array, call.keyOffset(), call.keyLength(), array, in.position(), in.remaining(), expiresAtMillis);
        return map.putAt(slot, call.keyOrder(), entry);
    }

    private static byte[] before(byte @Nullable [] entry) {
        return entry == null ? Results.ABSENT : presentValue(entry);
    }

    private static byte[] presentValue(byte[] entry) {
        int offset = EntryFormat.valueOffset(entry);
        return Results.ofPresent(entry, offset, entry.length - offset);
    }

    private static byte[] notSet(MapState map, int slot) {
        if (slot < 0) {
            return new byte[] {0, 0};
        }
        byte[] entry = map.table().at(slot);
        int offset = EntryFormat.valueOffset(entry);
        return new PayloadWriter(2 + entry.length - offset)
                .writeByte(0)
                .writeByte(1)
                .writeRaw(entry, offset, entry.length - offset)
                .toBytes();
    }

    // ---- removals

    static byte[] remove(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().expectEnd();
        return slot < 0 ? Results.ABSENT : presentValue(map.removeAt(slot));
    }

    static byte[] delete(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().expectEnd();
        return deleteIf(slot >= 0, map, slot);
    }

    static byte[] removeIfEquals(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        PayloadReader in = call.in();
        boolean equal =
                slot >= 0 && EntryFormat.valueEquals(map.table().at(slot), call.array(), in.position(), in.remaining());
        return deleteIf(equal, map, slot);
    }

    static byte[] expire(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        long expiresAtMillis = call.in().readCount();
        call.in().expectEnd();
        boolean due = slot >= 0
                && expiresAtMillis != 0
                && EntryFormat.expiresAtMillis(map.table().at(slot)) == expiresAtMillis;
        return deleteIf(due, map, slot);
    }

    private static byte[] deleteIf(boolean wanted, MapState map, int slot) {
        if (wanted) {
            map.removeAt(slot);
        }
        return Results.ofBoolean(wanted);
    }

    // ---- many keys

    static byte[] clear(MapState map, OperationCall call) {
        call.in().expectEnd();
        long removed = map.size();
        map.clear();
        return Results.ofNumber(removed);
    }

    static byte[] putAll(MapState map, OperationCall call) {
        PayloadReader in = call.in();
        byte[] array = call.array();
        long expiresAtMillis = expiry(call);
        int count = in.readCount(2);
        requireValues(in, 2 * count);
        int added = 0;
        for (int i = 0; i < count; i++) {
            int slot = map.findKey(call);
            int valueLength = in.readLength();
            int valueOffset = in.position();
            in.skip(valueLength);
            if (isHere(call)) {
                byte[] entry = EntryFormat.make(
                        array, call.keyOffset(), call.keyLength(), array, valueOffset, valueLength, expiresAtMillis);
                if (map.putAt(slot, call.keyOrder(), entry) == null) {
                    added++;
                }
            }
        }
        return Results.ofNumber(added);
    }

    static byte[] removeAll(MapState map, OperationCall call) {
        PayloadReader in = call.in();
        int count = in.readCount(1);
        requireValues(in, count);
        int removed = 0;
        for (int i = 0; i < count; i++) {
            int slot = map.findKey(call);
            if (slot >= 0 && isHere(call)) {
                map.removeAt(slot);
                removed++;
            }
        }
        return Results.ofNumber(removed);
    }

    /** Makes sure that so many values with their lengths are all that is left, so that nothing is done by halves. */
    private static void requireValues(PayloadReader in, int count) {
        int start = in.position();
        for (int i = 0; i < count; i++) {
            in.skip(in.readLength());
        }
        in.expectEnd();
        in.rewind(start);
    }

    /** Whether the key that was read last is copied here already. */
    private static boolean isHere(OperationCall call) {
        CopyLimit limit = call.limit();
        return limit == null || limit.covers(call.keyOrder(), call.array(), call.keyOffset(), call.keyLength());
    }
}
