package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Turns received bytes into messages. The first malformed byte ends it: nothing behind it can be trusted, so all that
 * follows is thrown away.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class FrameDecoder extends ByteToMessageDecoder {
    private final MessageCodecs codecs;
    private final TransportCounters counters;
    private final WireInput input;
    private int maxFrameBytes;
    private boolean preambleExpected;
    private boolean discarding;

    /** A decoder for the side that was dialled if {@code preambleExpected}, else for the side that dialled. */
    FrameDecoder(Transport transport, int maxFrameBytes, boolean preambleExpected) {
        this.codecs = transport.codecs();
        this.counters = transport.counters();
        this.input = new WireInput(io.netty.buffer.Unpooled.EMPTY_BUFFER);
        this.maxFrameBytes = maxFrameBytes;
        this.preambleExpected = preambleExpected;
    }

    /** From now on frames may be as large as this: the bound is small until the peer is known. */
    void allowFrames(int maxBytes) {
        maxFrameBytes = maxBytes;
    }

    /** From now on all input is thrown away. */
    void discard() {
        discarding = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) throws Exception {
        if (discarding) {
            ReferenceCountUtil.release(received);
        } else {
            super.channelRead(ctx, received);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (discarding) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decodeNext(in, out);
        } catch (RefusedInputException e) {
            discarding = true;
            in.skipBytes(in.readableBytes());
            ctx.fireExceptionCaught(e);
        } catch (CorruptFrameException e) {
            discarding = true;
            in.skipBytes(in.readableBytes());
            ctx.fireExceptionCaught(new RefusedInputException(Refusal.BAD_FRAME, e));
        }
    }

    private void decodeNext(ByteBuf in, List<Object> out) {
        if (preambleExpected && !readPreamble(in)) {
            return;
        }
        int start = in.readerIndex();
        Message message = Frames.read(in, input, codecs, maxFrameBytes);
        if (message != null) {
            out.add(message);
            counters.framesIn.increment();
            counters.bytesIn.add(in.readerIndex() - start);
        }
    }

    private boolean readPreamble(ByteBuf in) {
        // Judge a stranger by the bytes there are: one that sends fewer than eight must not wait for the time-out.
        int start = in.readerIndex();
        int available = Math.min(4, in.readableBytes());
        for (int i = 0; i < available; i++) {
            if (in.getByte(start + i) != (byte) (Frames.MAGIC >>> (24 - 8 * i))) {
                throw new RefusedInputException(Refusal.NOT_KITH, "these bytes are not of Kith's protocol");
            }
        }
        if (in.readableBytes() < Frames.PREAMBLE_BYTES) {
            return false;
        }
        int version = in.getInt(start + 4);
        if (version != Frames.PROTOCOL_VERSION) {
            throw new RefusedInputException(
                    Refusal.VERSION,
                    "this node speaks protocol version " + Frames.PROTOCOL_VERSION + ", but the peer speaks version "
                            + Integer.toUnsignedString(version));
        }
        in.skipBytes(Frames.PREAMBLE_BYTES);
        preambleExpected = false;
        return true;
    }
}
