package io.kith.collections;

import io.kith.transport.CorruptFrameException;

/** What the reads of maps and sets find. */
final class MapReads {
    /** Where answers about several keys end: the client asks again for the rest. */
    static final int MAX_RESULT_BYTES = 4 << 20;

    private static final OrderedTable EMPTY = new OrderedTable(0);

    private MapReads() {}

    /** Reads from an empty map. */
    static byte[] readEmpty(byte[] operation, PayloadReader in) {
        return read(Operations.collectionId(operation), EMPTY, operation, in);
    }

    /**
     * Executes a read and gives back its result.
     *
     * @param in at the arguments
     * @throws CorruptFrameException if the operation cannot be read
     */
    static byte[] read(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int opcode = Operations.opcode(operation);
        return switch (opcode) {
            case Opcode.MAP_GET -> {
                int slot = findKey(collectionId, table, operation, in);
                yield slot < 0 ? Results.ABSENT : table.presentValueAt(slot);
            }
            case Opcode.MAP_GET_ENTRY -> {
                int slot = findKey(collectionId, table, operation, in);
                yield slot < 0 ? Results.ABSENT : timedValue(table.at(slot));
            }
            case Opcode.MAP_CONTAINS_KEY -> Results.ofBoolean(findKey(collectionId, table, operation, in) >= 0);
            case Opcode.MAP_GET_ALL -> getAll(collectionId, table, operation, in);
            case Opcode.MAP_CONTAINS_KEYS -> containsKeys(collectionId, table, operation, in);
            case Opcode.MAP_CONTAINS_VALUE -> Results.ofBoolean(containsValue(table, operation, in));
            case Opcode.MAP_SIZE -> Results.ofNumber(table.size());
            case Opcode.MAP_PAGE -> page(collectionId, table, operation, in);
            default -> throw new CorruptFrameException("no map operation has the code " + opcode);
        };
    }

    private static int findKey(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int slot = findNextKey(collectionId, table, operation, in);
        in.expectEnd();
        return slot;
    }

    private static int findNextKey(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int length = in.readLength();
        int offset = in.position();
        in.skip(length);
        return table.find(CursorOrder.of(collectionId, operation, offset, length), operation, offset, length);
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

    private static byte[] getAll(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int count = in.readCount(1);
        PayloadWriter writer = new PayloadWriter(16 * count + 8);
        for (int i = 0; i < count && (i == 0 || writer.size() < MAX_RESULT_BYTES); i++) {
            int slot = findNextKey(collectionId, table, operation, in);
            if (slot < 0) {
                writer.writeByte(0);
            } else {
                byte[] entry = table.at(slot);
                int offset = EntryFormat.valueOffset(entry);
                writer.writeByte(1).writeBytes(entry, offset, entry.length - offset);
            }
        }
        return writer.toBytes();
    }

    private static byte[] containsKeys(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int count = in.readCount(1);
        PayloadWriter writer = new PayloadWriter(count + PayloadWriter.varLongSize(count)).writeVarLong(count);
        for (int i = 0; i < count; i++) {
            writer.writeBoolean(findNextKey(collectionId, table, operation, in) >= 0);
        }
        in.expectEnd();
        return writer.toBytes();
    }

    private static boolean containsValue(OrderedTable table, byte[] operation, PayloadReader in) {
        for (int slot = table.nextOccupied(0); slot < table.slots(); slot = table.nextOccupied(slot + 1)) {
            if (EntryFormat.valueEquals(table.at(slot), operation, in.position(), in.remaining())) {
                return true;
            }
        }
        return false;
    }

    private static byte[] page(long collectionId, OrderedTable table, byte[] operation, PayloadReader in) {
        int maxElements = in.readVarInt(Integer.MAX_VALUE);
        int maxBytes = Math.min(in.readVarInt(Integer.MAX_VALUE), MAX_RESULT_BYTES);
        boolean keysOnly = in.readBoolean();
        int slot = 0;
        if (in.readBoolean()) {
            int length = in.remaining();
            int offset = in.position();
            long order = CursorOrder.of(collectionId, operation, offset, length);
            int found = table.find(order, operation, offset, length);
            slot = found < 0 ? ~found : found + 1;
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
