package io.kith.collections.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds the bytes of an operation or a result. Given the exact size beforehand it hands over its own array, so that the
 * common operations are written once and never copied.
 */
public final class PayloadWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    public PayloadWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** The bytes that {@link #writeVarLong} takes for {@code value}. */
    public static int varLongSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** The bytes that {@link #writeBytes} takes. */
    public static int sizeOf(byte[] value) {
        return varLongSize(value.length) + value.length;
    }

    public int size() {
        return size;
    }

    public PayloadWriter writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public PayloadWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public PayloadWriter writeFixedLong(long value) {
        ensure(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /** Takes {@code value} as unsigned: short for small numbers, ten bytes for negative ones. */
    public PayloadWriter writeVarLong(long value) {
        ensure(varLongSize(value));
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Short for numbers near zero of either sign. */
    public PayloadWriter writeSignedVarLong(long value) {
        return writeVarLong((value << 1) ^ (value >> 63));
    }

    /** A length and the bytes. */
    public PayloadWriter writeBytes(byte[] value) {
        return writeBytes(value, 0, value.length);
    }

    public PayloadWriter writeBytes(byte[] value, int offset, int length) {
        return writeVarLong(length).writeRaw(value, offset, length);
    }

    /** Presence, and if present a length and the bytes. */
    public PayloadWriter writeOptionalBytes(byte @Nullable [] value) {
        return value == null ? writeByte(0) : writeByte(1).writeBytes(value);
    }

    /** The bytes alone. */
    public PayloadWriter writeRaw(byte[] value) {
        return writeRaw(value, 0, value.length);
    }

    public PayloadWriter writeRaw(byte[] value, int offset, int length) {
        ensure(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** What was written; the writer must not be used again. */
    public byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
