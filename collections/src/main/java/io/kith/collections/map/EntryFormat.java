package io.kith.collections.map;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A map entry in one array: twice the key's length, plus one if it expires, as a varint; then if it expires the time in
 * eight bytes; the key; the value.
 */
final class EntryFormat {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private EntryFormat() {}

    static byte[] make(
            byte[] array,
            int keyOffset,
            int keyLength,
            byte[] valueArray,
            int valueOffset,
            int valueLength,
            long expiresAtMillis) {
        long head = ((long) keyLength << 1) | (expiresAtMillis == 0 ? 0 : 1);
        int size = PayloadWriter.varLongSize(head) + (expiresAtMillis == 0 ? 0 : Long.BYTES);
        PayloadWriter writer = new PayloadWriter(Math.addExact(size, Math.addExact(keyLength, valueLength)));
        writer.writeVarLong(head);
        if (expiresAtMillis != 0) {
            writer.writeFixedLong(expiresAtMillis);
        }
        return writer.writeRaw(array, keyOffset, keyLength)
                .writeRaw(valueArray, valueOffset, valueLength)
                .toBytes();
    }

    /**
     * Makes sure that {@code entry}, which came over the wire, is one.
     *
     * @throws io.kith.transport.CorruptFrameException if it is not
     */
    static void require(byte[] entry) {
        PayloadReader reader = new PayloadReader(entry);
        long head = reader.readVarLong();
        if ((head & 1) != 0) {
            reader.readFixedLong();
        }
        reader.skip((int) Math.min(head >>> 1, Integer.MAX_VALUE));
    }

    private static int head(byte[] array, int start) {
        int value = array[start] & 0x7F;
        for (int i = start + 1, shift = 7; array[i - 1] < 0; i++, shift += 7) {
            value |= (array[i] & 0x7F) << shift;
        }
        return value;
    }

    private static int headSize(byte[] array, int start) {
        int end = start + 1;
        while (array[end - 1] < 0) {
            end++;
        }
        return end - start;
    }

    static boolean expires(byte[] entry) {
        return (entry[0] & 1) != 0;
    }

    /** When the entry is due to go, in milliseconds since 1970; 0: never. */
    static long expiresAtMillis(byte[] entry) {
        return expires(entry) ? (long) LONGS.get(entry, headSize(entry, 0)) : 0;
    }

    static int keyOffset(byte[] entry) {
        return keyOffset(entry, 0);
    }

    /** Where in {@code array} the key is of the entry that begins at {@code start}. */
    static int keyOffset(byte[] array, int start) {
        return start + headSize(array, start) + ((array[start] & 1) != 0 ? Long.BYTES : 0);
    }

    static int keyLength(byte[] entry) {
        return keyLength(entry, 0);
    }

    /** How long the key is of the entry that begins at {@code start}. */
    static int keyLength(byte[] array, int start) {
        return head(array, start) >>> 1;
    }

    static int valueOffset(byte[] entry) {
        return keyOffset(entry) + keyLength(entry);
    }

    static int compareKey(byte[] entry, byte[] array, int keyOffset, int keyLength) {
        return compareKey(entry, 0, array, keyOffset, keyLength);
    }

    /** Compares the key of the entry that begins at {@code start} of {@code page} with another. */
    static int compareKey(byte[] page, int start, byte[] array, int keyOffset, int keyLength) {
        int offset = keyOffset(page, start);
        return Arrays.compareUnsigned(
                page, offset, offset + keyLength(page, start), array, keyOffset, keyOffset + keyLength);
    }

    static int compareKeys(byte[] entry, byte[] other) {
        return compareKey(entry, other, keyOffset(other), keyLength(other));
    }

    static boolean valueEquals(byte[] entry, byte[] array, int valueOffset, int valueLength) {
        int offset = valueOffset(entry);
        return Arrays.equals(entry, offset, entry.length, array, valueOffset, valueOffset + valueLength);
    }
}
