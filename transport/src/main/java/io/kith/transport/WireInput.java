package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Reads the primitives of the wire format. Every length is checked against the bytes that are really there before
 * anything is allocated, so a hostile length costs nothing.
 */
public final class WireInput {
    private ByteBuf buffer;
    private FamilyVersions sender = FamilyVersions.NONE;

    /** Reads from the buffer's reader index on; the buffer stays the caller's. */
    public WireInput(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /** What the sender of these bytes speaks; {@link FamilyVersions#NONE} if it has not said so. */
    FamilyVersions sender() {
        return sender;
    }

    /** From now on the bytes come from a process that speaks this. */
    void from(FamilyVersions spoken) {
        sender = spoken;
    }

    /** The next {@code length} bytes as an input of their own, of the same sender. */
    WireInput slice(int length) {
        need(length);
        WireInput slice = new WireInput(buffer.readSlice(length));
        slice.sender = sender;
        return slice;
    }

    /** Reads the fields that the message got in later versions: all that is left. */
    public LaterFields readLater() {
        return LaterFields.read(this);
    }

    /** Goes over to another buffer, to spare a decoder an object a frame. */
    WireInput over(ByteBuf other) {
        buffer = other;
        return this;
    }

    /** Reads from {@code bytes}, without copying them. */
    public static WireInput of(byte[] bytes) {
        return new WireInput(Unpooled.wrappedBuffer(bytes));
    }

    /** The number of bytes not read yet. */
    public int remaining() {
        return buffer.readableBytes();
    }

    /**
     * Fails unless all bytes were read.
     *
     * @throws CorruptFrameException if some were not
     */
    public void expectEnd() {
        if (buffer.isReadable()) {
            throw new CorruptFrameException(buffer.readableBytes() + " bytes too many at the end of a message");
        }
    }

    /** Reads one byte, 0 to 255. */
    public int readByte() {
        need(1);
        return buffer.readUnsignedByte();
    }

    /** The next byte, 0 to 255, which stays unread. */
    int peekByte() {
        need(1);
        return buffer.getUnsignedByte(buffer.readerIndex());
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new CorruptFrameException("expected a boolean, found the byte " + value);
        }
        return value == 1;
    }

    public int readFixedInt() {
        need(4);
        return buffer.readInt();
    }

    public long readFixedLong() {
        need(8);
        return buffer.readLong();
    }

    /** Reads a number that {@link WireOutput#writeVarInt} wrote, all 32 bits of it. */
    public int readVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = readByte();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 28 && next > 0x0F) {
                    break;
                }
                return value;
            }
        }
        throw new CorruptFrameException("a 32-bit number with too many bits");
    }

    /** Reads a number that is not negative and at most {@code max}. */
    public int readVarInt(int max) {
        int value = readVarInt();
        if (value < 0 || value > max) {
            throw new CorruptFrameException(
                    "expected a number up to " + max + ", found " + Integer.toUnsignedString(value));
        }
        return value;
    }

    /** Reads a number that {@link WireOutput#writeVarLong} wrote, all 64 bits of it. */
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

    public double readDouble() {
        return Double.longBitsToDouble(readFixedLong());
    }

    /**
     * Reads the number of elements that follow, each of at least {@code minBytesEach} bytes.
     *
     * @throws CorruptFrameException if so many cannot be in what remains
     */
    public int readCount(int minBytesEach) {
        int count = readVarInt();
        if (count < 0 || (long) count * Math.max(1, minBytesEach) > remaining()) {
            throw new CorruptFrameException("a count of " + Integer.toUnsignedString(count) + " elements, but only "
                    + remaining() + " bytes remain");
        }
        return count;
    }

    /** Reads what {@link WireOutput#writeBytes} wrote. */
    public byte[] readBytes() {
        return readRaw(readCount(1));
    }

    /** Reads {@code length} bytes. */
    public byte[] readRaw(int length) {
        need(length);
        byte[] bytes = new byte[length];
        buffer.readBytes(bytes);
        return bytes;
    }

    /** Skips {@code length} bytes. */
    public void skip(int length) {
        need(length);
        buffer.skipBytes(length);
    }

    public String readString() {
        int length = readCount(1);
        String text = buffer.toString(buffer.readerIndex(), length, StandardCharsets.UTF_8);
        buffer.skipBytes(length);
        return text;
    }

    public NodeId readNodeId() {
        need(16);
        return new NodeId(buffer.readLong(), buffer.readLong());
    }

    public NodeAddress readAddress() {
        String host = readString();
        int port = readVarInt(65_535);
        try {
            return new NodeAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad address: " + e.getMessage());
        }
    }

    private void need(int bytes) {
        if (bytes < 0 || buffer.readableBytes() < bytes) {
            throw new CorruptFrameException(
                    "expected " + bytes + " more bytes, but only " + buffer.readableBytes() + " remain");
        }
    }
}
