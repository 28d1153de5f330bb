package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Writes the primitives of the wire format to a growing buffer: big-endian fixed widths, LEB128 variable widths,
 * length-prefixed bytes and UTF-8.
 */
public final class WireOutput {
    private final ByteBuf buffer;
    private final int start;
    private final int limit;

    /** Writes behind what {@code buffer} already holds. */
    public WireOutput(ByteBuf buffer) {
        this(buffer, Integer.MAX_VALUE);
    }

    /** Refuses to write bytes that would end behind the index {@code limit} of {@code buffer}. */
    WireOutput(ByteBuf buffer, int limit) {
        this.buffer = buffer;
        this.start = buffer.writerIndex();
        this.limit = limit;
    }

    /** Writes to a fresh heap buffer; see {@link #toByteArray()}. */
    public static WireOutput onHeap(int expectedBytes) {
        return new WireOutput(Unpooled.buffer(expectedBytes));
    }

    /** What was written, for outputs made by {@link #onHeap}. */
    public byte[] toByteArray() {
        return ByteBufUtil.getBytes(buffer);
    }

    /** The number of bytes written so far. */
    public int size() {
        return buffer.writerIndex() - start;
    }

    public WireOutput writeByte(int value) {
        buffer.writeByte(value);
        return this;
    }

    /** Writes a field that its message got in a later version, behind all others and in the order of tags from 1. */
    public WireOutput writeLater(int tag, byte[] field) {
        return writeVarInt(tag).writeBytes(field);
    }

    /** Writes the byte that says which kind follows. */
    public WireOutput writeKind(WireKind kind) {
        return writeByte(kind.code());
    }

    public WireOutput writeBoolean(boolean value) {
        buffer.writeByte(value ? 1 : 0);
        return this;
    }

    /** Writes four bytes. */
    public WireOutput writeFixedInt(int value) {
        buffer.writeInt(value);
        return this;
    }

    /** Writes eight bytes. */
    public WireOutput writeFixedLong(long value) {
        buffer.writeLong(value);
        return this;
    }

    /** Writes one to five bytes, taking {@code value} as unsigned: short for small numbers. */
    public WireOutput writeVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            buffer.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer.writeByte(rest);
        return this;
    }

    /** Writes one to ten bytes, taking {@code value} as unsigned: short for small numbers. */
    public WireOutput writeVarLong(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer.writeByte((int) rest);
        return this;
    }

    public WireOutput writeDouble(double value) {
        return writeFixedLong(Double.doubleToRawLongBits(value));
    }

    /** Writes a length and the bytes. */
    public WireOutput writeBytes(byte[] bytes) {
        return writeBytes(bytes, 0, bytes.length);
    }

    /** Writes a length and a part of {@code bytes}. */
    public WireOutput writeBytes(byte[] bytes, int offset, int length) {
        return writeVarInt(length).writeRaw(bytes, offset, length);
    }

    /** Writes the bytes without a length. */
    public WireOutput writeRaw(byte[] bytes, int offset, int length) {
        if (length > limit - buffer.writerIndex()) {
            // Before the buffer grows: what can never be sent must not cost memory.
            throw FrameTooLargeException.overLimit(limit - start);
        }
        buffer.writeBytes(bytes, offset, length);
        return this;
    }

    /** Writes a length in bytes and UTF-8. */
    public WireOutput writeString(String text) {
        return writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public WireOutput writeNodeId(NodeId id) {
        return writeFixedLong(id.high()).writeFixedLong(id.low());
    }

    public WireOutput writeAddress(NodeAddress address) {
        return writeString(address.host()).writeVarInt(address.port());
    }
}
