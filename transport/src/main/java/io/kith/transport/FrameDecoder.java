package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns received bytes into messages. The first malformed byte ends it: nothing behind it can be trusted, so all that
 * follows is thrown away.
 *
 * <p>Frames are read where they were received. Only one that a read cuts is copied, into a buffer of its size; if that is more
 * than {@value #SMALL_FRAME_BYTES} bytes and the peer dialled, room for it is reserved first, and until it is granted nothing
 * more is read. So a connection holds no more than that without room: the beginning of a frame, or what was read at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes reach the pipeline.
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameDecoder.class);

    /** The largest frame, its header included, that takes no room: as much as is read at once. */
    static final int SMALL_FRAME_BYTES = 64 << 10;

    private final MessageCodecs codecs;
    private final TransportCounters counters;
    private final WireInput input;
    private final VersionRange versions;
    private int maxFrameBytes;
    private boolean preambleExpected;
    private boolean discarding;
    private VersionRange peerVersions;

    // What takes in frames of a peer that dialled, once it is known.
    private @Nullable Connection connection;
    private @Nullable MemoryAccount account;
    private @Nullable StallWatch watch;

    private final BegunFrame begun = new BegunFrame();

    /** A decoder for the side that was dialled if {@code preambleExpected}, else for the side that dialled. */
    FrameDecoder(Transport transport, int maxFrameBytes, boolean preambleExpected) {
        this.codecs = transport.codecs();
        this.counters = transport.counters();
        this.input = new WireInput(Unpooled.EMPTY_BUFFER);
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

    /** From now on large frames are those of {@code established}, which dialled this process, and take room of {@code frames}. */
    void takeRoom(ChannelHandlerContext ctx, Connection established, MemoryAccount frames) {
        connection = established;
        account = frames;
        watch = new StallWatch(this, ctx, frames, established.kind() == ConnectionKind.CLIENT);
    }

    /** The protocol versions that the peer that dialled speaks; some are this process's as well. */
    VersionRange peerVersions() {
        return peerVersions;
    }

    /** From now on all input is thrown away. */
    void discard() {
        discarding = true;
        begun.drop();
    }

    /** The frame that a read cut, if there is one. */
    BegunFrame begun() {
        return begun;
    }

    /** Cuts the peer off, as its frame does not go on. */
    void giveUp(ChannelHandlerContext ctx, String complaint) {
        int arrived = begun.arrivedBytes();
        String what =
                arrived < Frames.HEADER_BYTES ? "a frame's header" : "a frame of " + begun.totalBytes() + " bytes";
        discard();
        ctx.fireExceptionCaught(new RefusedInputException(
                Refusal.BAD_FRAME, what + " did not go on: " + arrived + " bytes are there, and " + complaint));
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf in = (ByteBuf) received;
        try {
            if (!begun.isHeld()) {
                takeAll(ctx, in);
            } else {
                // Only what a peer sent before it closed its side comes while nothing is read; nobody waits for the
                // answer.
                discard();
                ctx.close();
            }
        } finally {
            in.release();
        }
    }

    private void takeAll(ChannelHandlerContext ctx, ByteBuf in) {
        try {
            while (!discarding && in.isReadable() && takeNext(ctx, in)) {
                // There is more.
            }
        } catch (RefusedInputException e) {
            discard();
            ctx.fireExceptionCaught(e);
        } catch (CorruptFrameException e) {
            discard();
            ctx.fireExceptionCaught(new RefusedInputException(Refusal.BAD_FRAME, e));
        } finally {
            begun.dropSpare();
        }
    }

    /** Takes what is next; false if all that is left has to wait. */
    private boolean takeNext(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf part = begun.bytes();
        if (part != null) {
            return goOn(ctx, part, in);
        }
        if (preambleExpected) {
            if (!readPreamble(in)) {
                begin(ctx, in, Frames.PREAMBLE_BYTES);
            }
            return true;
        }
        int start = in.readerIndex();
        Message message = Frames.read(in, input, codecs, maxFrameBytes);
        if (message == null) {
            return begin(
                    ctx,
                    in,
                    in.readableBytes() < Frames.HEADER_BYTES
                            ? Frames.HEADER_BYTES
                            : Frames.totalBytes(in, maxFrameBytes));
        }
        counters.bytesIn.add(in.readerIndex() - start);
        deliver(ctx, message);
        return true;
    }

    private void deliver(ChannelHandlerContext ctx, Message message) {
        counters.framesIn.increment();
        if (message == LaterMessage.SKIPPED) {
            counters.skipped.increment();
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** Begins with what has to be {@code total} bytes before it can be read, of which {@code in} has less. */
    private boolean begin(ChannelHandlerContext ctx, ByteBuf in, int total) {
        begun.begin(total);
        if (total > SMALL_FRAME_BYTES && !askForRoom(ctx, in, total)) {
            return false;
        }
        makeBuffer(ctx);
        return true;
    }

    private void makeBuffer(ChannelHandlerContext ctx) {
        begun.makeBuffer(ctx.alloc());
        if (watch != null) {
            watch.begun();
        }
    }

    private boolean goOn(ChannelHandlerContext ctx, ByteBuf part, ByteBuf in) {
        boolean isWhole = begun.fill(part, in);
        if (preambleExpected) {
            if (readPreamble(part)) {
                begun.end();
            }
        } else if (isWhole && begun.totalBytes() == Frames.HEADER_BYTES) {
            // No frame is as short as its header.
            return begin(ctx, in, Frames.totalBytes(part, maxFrameBytes));
        } else if (isWhole) {
            finish(ctx, part);
        }
        return true;
    }

    private void finish(ChannelHandlerContext ctx, ByteBuf whole) {
        Message message = Frames.read(whole, input, codecs, maxFrameBytes);
        if (message == null) {
            throw new IllegalStateException("a whole frame of " + begun.totalBytes() + " bytes was taken for a part");
        }
        counters.bytesIn.add(begun.totalBytes());
        // Before the message is delivered: whoever gets it need not have its bytes twice.
        Room room = begun.end();
        if (room == null || connection == null) {
            deliver(ctx, message);
            return;
        }
        connection.lendRoom(room);
        deliver(ctx, message);
        Room left = connection.takeRoom();
        if (left != null) {
            left.release();
        }
    }

    // ---- room

    /** Whether there is room for a frame of {@code total} bytes; if not, what is left of {@code in} is kept until there is. */
    private boolean askForRoom(ChannelHandlerContext ctx, ByteBuf in, int total) {
        if (account == null || connection == null) {
            return true;
        }
        if (total > account.limitBytes()) {
            throw new RefusedInputException(
                    Refusal.TOO_BUSY,
                    "a frame of " + total + " bytes, and all that may arrive at a time are " + account.limitBytes()
                            + "; raise the node's --receive-limit, or send less at once");
        }
        Room asked = account.ask(total, () -> tellGranted(ctx));
        begun.room(asked);
        if (asked.isGranted()) {
            return true;
        }
        begun.hold(in);
        connection.awaitRoom(true);
        return false;
    }

    private void tellGranted(ChannelHandlerContext ctx) {
        try {
            ctx.executor().execute(() -> granted(ctx));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("room was granted after the end of the connection's loop", e);
        }
    }

    private void granted(ChannelHandlerContext ctx) {
        ByteBuf rest = begun.hasRoom() ? begun.takeHeld() : null;
        if (rest == null) {
            return;
        }
        try {
            makeBuffer(ctx);
            takeAll(ctx, rest);
        } finally {
            rest.release();
        }
        if (!begun.isHeld() && connection != null && !discarding) {
            connection.awaitRoom(false);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        begun.drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        begun.drop();
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
