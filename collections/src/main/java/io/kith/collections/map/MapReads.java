package io.kith.collections.map;

import io.kith.collections.kind.LongReadException;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;

/** What the reads of maps and sets find. */
final class MapReads {
    private MapReads() {}

    static byte[] get(MapState map, OperationCall call) {
        int slot = onlyKey(map, call);
        return slot < 0 ? Results.ABSENT : map.table().presentValueAt(slot);
    }

    static byte[] getEntry(MapState map, OperationCall call) {
        int slot = onlyKey(map, call);
        return slot < 0 ? Results.ABSENT : timedValue(map.table().at(slot));
    }

    static byte[] containsKey(MapState map, OperationCall call) {
        return Results.ofBoolean(onlyKey(map, call) >= 0);
    }

    private static int onlyKey(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().expectEnd();
        return slot;
    }

    private static byte[] timedValue(byte[] entry) {
        int offset = EntryFormat.valueOffset(entry);
        long expiresAtMillis = EntryFormat.expiresAtMillis(entry);
        int size = 1 + PayloadWriter.varLongSize(expiresAtMillis) + entry.length - offset;
        return new PayloadWriter(size)
                .writeByte(1)
                .writeVarLong(expiresAtMillis)
                .writeRaw(entry, offset, entry.length - offset)
                .toBytes();
    }

    static byte[] getAll(MapState map, OperationCall call) {
        int count = call.in().readCount(1);
        PayloadWriter writer = new PayloadWriter(16 * count + 8);
        for (int i = 0; i < count && (i == 0 || writer.size() < Results.MAX_BYTES); i++) {
            int slot = map.findKey(call);
            if (slot < 0) {
                writer.writeByte(0);
            } else {
                byte[] entry = map.table().at(slot);
                int offset = EntryFormat.valueOffset(entry);
                writer.writeByte(1).writeBytes(entry, offset, entry.length - offset);
            }
        }
        return writer.toBytes();
    }

    static byte[] containsKeys(MapState map, OperationCall call) {
        int count = call.in().readCount(1);
        PayloadWriter writer = new PayloadWriter(count + PayloadWriter.varLongSize(count)).writeVarLong(count);
        for (int i = 0; i < count; i++) {
            writer.writeBoolean(map.findKey(call) >= 0);
        }
        call.in().expectEnd();
        return writer.toBytes();
    }

    static byte[] containsValue(MapState map, OperationCall call) {
        PayloadReader in = call.in();
        int slice = Math.max(1, call.sliceElements() / ValueScan.COST);
        if (map.size() > slice) {
            throw new LongReadException(map.scan(in.readRest(), slice));
        }
        OrderedTable table = map.table();
        for (int slot = table.nextOccupied(0); slot < table.slots(); slot = table.nextOccupied(slot + 1)) {
            if (table.hasValue(slot, call.array(), in.position(), in.remaining())) {
                return Results.TRUE;
            }
        }
        return Results.FALSE;
    }

    static byte[] size(MapState map, OperationCall call) {
        return Results.ofNumber(map.size());
    }

    static byte[] page(MapState map, OperationCall call) {
        PayloadReader in = call.in();
        OrderedTable table = map.table();
        int maxElements = Math.min(in.readVarInt(Integer.MAX_VALUE), Operations.MOST_ELEMENTS);
        int maxBytes = Math.min(in.readVarInt(Integer.MAX_VALUE), Results.MAX_BYTES);
        boolean keysOnly = in.readBoolean();
        int slot = 0;
        if (in.readBoolean()) {
            slot = table.slotBehind(call.array(), in.position(), in.remaining());
        } else {
            in.expectEnd();
        }
        PayloadWriter writer = new PayloadWriter(256).writeByte(0);
        int elements = 0;
        slot = table.nextOccupied(slot);
        while (slot < table.slots() && elements < maxElements) {
            byte[] entry = table.at(slot);
            int keyLength = EntryFormat.keyLength(entry);
            int valueOffset = EntryFormat.valueOffset(entry);
            int valueLength = keysOnly ? 0 : entry.length - valueOffset;
            if (elements > 0 && writer.size() + (long) keyLength + valueLength > maxBytes) {
                break;
            }
            writer.writeBytes(entry, valueOffset - keyLength, keyLength).writeBytes(entry, valueOffset, valueLength);
            elements++;
            slot = table.nextOccupied(slot + 1);
        }
        byte[] payload = writer.toBytes();
        payload[0] = (byte) (slot < table.slots() ? 1 : 0);
        return payload;
    }
}
