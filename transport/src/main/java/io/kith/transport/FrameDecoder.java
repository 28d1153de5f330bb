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
    private final VersionRange versions;
    private int maxFrameBytes;
    private boolean preambleExpected;
    private boolean discarding;
    private VersionRange peerVersions;

    /** A decoder for the side that was dialled if {@code preambleExpected}, else for the side that dialled. */
    FrameDecoder(Transport transport, int maxFrameBytes, boolean preambleExpected) {
        this.codecs = transport.codecs();
        this.counters = transport.counters();
        this.input = new WireInput(io.netty.buffer.Unpooled.EMPTY_BUFFER);
        this.versions = transport.versions();
        this.peerVersions = versions;
        this.maxFrameBytes = maxFrameBytes;
        this.preambleExpected = preambleExpected;
    }

    /** From now on frames may be as large as this: the bound is small until the peer is known. */
    void allowFrames(int maxBytes) {
        maxFrameBytes = maxBytes;
    }

    /** From now on the peer is known to speak these versions of families. */
    void understand(FamilyVersions spoken) {
        input.from(spoken);
    }

    /** The protocol versions that the peer that dialled speaks; some are this process's as well. */
    VersionRange peerVersions() {
        return peerVersions;
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
            if (message == LaterMessage.SKIPPED) {
                counters.skipped.increment();
            } else {
                out.add(message);
            }
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
        peerVersions = VersionRange.ofBits(in.getInt(start + 4));
        if (versions.newestInCommon(peerVersions) == 0) {
            throw new RefusedInputException(Refusal.VERSION, versions.refusalOf(peerVersions));
        }
        in.skipBytes(Frames.PREAMBLE_BYTES);
        preambleExpected = false;
        return true;
    }
}
