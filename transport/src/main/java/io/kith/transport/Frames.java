package io.kith.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The frame: u32 payload length, u32 CRC32C of the payload, payload. Whoever dials sends {@link #MAGIC} and
 * the range of protocol versions that it speaks, four bytes each, before the first frame.
 */
final class Frames {
    static final int HEADER_BYTES = 8;
    static final int PREAMBLE_BYTES = 8;
    static final int MAGIC = 0x4B495448;

    private Frames() {}

    /**
     * Appends {@code message} as a frame. If that fails, {@code out} is as it was.
     *
     * @throws FrameTooLargeException if the payload would exceed {@code maxFrameBytes}
     */
    static void append(ByteBuf out, Message message, MessageCodecs codecs, int maxFrameBytes) {
        int start = out.writerIndex();
        int payload = start + HEADER_BYTES;
        boolean complete = false;
        try {
            out.ensureWritable(HEADER_BYTES).writerIndex(payload);
            codecs.write(message, new WireOutput(out, payload + maxFrameBytes));
            int length = out.writerIndex() - payload;
            if (length > maxFrameBytes) {
                throw FrameTooLargeException.overLimit(maxFrameBytes);
            }
            out.setInt(start, length);
            out.setInt(start + 4, checksum(out, payload, length));
            complete = true;
        } finally {
            if (!complete) {
                out.writerIndex(start);
            }
        }
    }

    /**
     * Reads the next message off {@code in}; null, and nothing is read, if its frame is not complete yet;
     * {@link LaterMessage#SKIPPED} if it is of a later version and passed over.
     *
     * @param input a view to read through
     * @throws CorruptFrameException if this is no frame
     */
    static @Nullable Message read(ByteBuf in, WireInput input, MessageCodecs codecs, int maxFrameBytes) {
        if (in.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int start = in.readerIndex();
        int length = payloadBytes(in, maxFrameBytes);
        int payload = start + HEADER_BYTES;
        if (in.readableBytes() - HEADER_BYTES < length) {
            return null;
        }
        if (in.getInt(start + 4) != checksum(in, payload, length)) {
            throw new CorruptFrameException("the checksum of a frame of " + length + " bytes is wrong");
        }
        int end = in.writerIndex();
        in.readerIndex(payload).writerIndex(payload + length);
        try {
            return codecs.readOrSkip(input.over(in));
        } finally {
            in.writerIndex(end).readerIndex(payload + length);
        }
    }

    private static int payloadBytes(ByteBuf in, int maxFrameBytes) {
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > maxFrameBytes) {
            throw new CorruptFrameException("a frame of " + Integer.toUnsignedString(length) + " bytes; between 1 and "
                    + maxFrameBytes + " are allowed here");
        }
        return length;
    }

    /**
     * The bytes, header and payload, of the frame whose header is next in {@code in}.
     *
     * @throws CorruptFrameException if it is no header
     */
    static int totalBytes(ByteBuf in, int maxFrameBytes) {
        return HEADER_BYTES + payloadBytes(in, maxFrameBytes);
    }

    static int checksum(ByteBuf buffer, int index, int length) {
        CRC32C crc = new CRC32C();
        if (buffer.nioBufferCount() == 1) {
            crc.update(buffer.internalNioBuffer(index, length));
        } else {
            for (ByteBuffer part : buffer.nioBuffers(index, length)) {
                crc.update(part);
            }
        }
        return (int) crc.getValue();
    }
}
