package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Frames as byte arrays, for those who carry messages without a connection, such as a simulated network. */
public final class FrameBytes {
    private static final int INITIAL_BYTES = 128;

    private final MessageCodecs codecs;
    private final int maxFrameBytes;

    /** Frames of {@code codecs}' messages, with payloads of at most {@code maxFrameBytes}. */
    public FrameBytes(MessageCodecs codecs, int maxFrameBytes) {
        this.codecs = codecs;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The frame that a connection would send for {@code message}.
     *
     * @throws FrameTooLargeException if it is too large
     */
    public byte[] write(Message message) {
        ByteBuf frame = Unpooled.buffer(INITIAL_BYTES);
        Frames.append(frame, message, codecs, maxFrameBytes);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    /**
     * The message that a connection would receive; null if it would wait for more bytes.
     *
     * @throws CorruptFrameException if the connection would end because of what it received
     */
    public @Nullable Message read(byte[] bytes) {
        return Frames.read(Unpooled.wrappedBuffer(bytes), new WireInput(Unpooled.EMPTY_BUFFER), codecs, maxFrameBytes);
    }
}
