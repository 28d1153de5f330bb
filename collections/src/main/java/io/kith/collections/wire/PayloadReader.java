package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads operations and results straight from their array. Every length is checked against the bytes that are there, and
 * whatever does not fit is a {@link CorruptFrameException}.
 */
public final class PayloadReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = {};
    private int position;
    private int end;

    /** Reads nothing until {@link #reset}. */
    public PayloadReader() {}

    /** Reads all of an array. */
    public PayloadReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Reads {@code bytes} from {@code position} on from now on; saves making a reader for each operation. */
    public PayloadReader reset(byte[] newBytes, int newPosition) {
        return reset(newBytes, newPosition, newBytes.length);
    }

    /** As {@link #reset(byte[], int)}, but only up to {@code newEnd}. */
    public PayloadReader reset(byte[] newBytes, int newPosition, int newEnd) {
        if (newPosition > newEnd || newEnd > newBytes.length) {
            throw new CorruptFrameException("expected " + newPosition + " bytes or more, but there are only " + newEnd);
        }
        bytes = newBytes;
        position = newPosition;
        end = newEnd;
        return this;
    }

    /** Goes back to a position that this reader had. */
    public void rewind(int earlierPosition) {
        position = earlierPosition;
    }

    /** The array it reads from. */
    public byte[] array() {
        return bytes;
    }

    /** Where in the array it is. */
    public int position() {
        return position;
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - position;
    }

    public int readByte() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new CorruptFrameException("expected a boolean, found the byte " + value);
        }
        return value == 1;
    }

    public long readFixedLong() {
        need(Long.BYTES);
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw new CorruptFrameException("a 64-bit number with too many bits");
    }

    /** Reads a number of at most 63 bits. */
    public long readCount() {
        long value = readVarLong();
        if (value < 0) {
            throw new CorruptFrameException("expected a number that is not negative, found " + value);
        }
        return value;
    }

    public long readSignedVarLong() {
        long value = readVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    public int readVarInt(int max) {
        long value = readVarLong();
        if (value < 0 || value > max) {
            throw new CorruptFrameException(
                    "expected a number up to " + max + ", found " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Reads the number of elements that follow, each of at least {@code minBytesEach} bytes. */
    public int readCount(int minBytesEach) {
        return readVarInt(remaining() / minBytesEach);
    }

    /** Reads a length; so many bytes follow at {@link #position()}. */
    public int readLength() {
        long length = readVarLong();
        if (length < 0 || length > remaining()) {
            throw new CorruptFrameException(
                    "a length of " + Long.toUnsignedString(length) + " bytes, but only " + remaining() + " remain");
        }
        return (int) length;
    }

    public NodeId readSessionId() {
        return new NodeId(readFixedLong(), readFixedLong());
    }

    public byte[] readBytes() {
        return readRaw(readLength());
    }

    public byte @Nullable [] readOptionalBytes() {
        return readBoolean() ? readBytes() : null;
    }

    public byte[] readRaw(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public byte[] readRest() {
        return readRaw(remaining());
    }

    public void skip(int length) {
        need(length);
        position += length;
    }

    public void expectEnd() {
        if (position != end) {
            throw new CorruptFrameException(remaining() + " bytes too many");
        }
    }

    private void need(int length) {
        if (length < 0 || length > end - position) {
            throw new CorruptFrameException("expected " + length + " more bytes, but only " + remaining() + " remain");
        }
    }
}
