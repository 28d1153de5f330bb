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

    /** The beginning of what a read cut: of {@link #begunTotal} bytes, the header's as long as there is less. */
    private @Nullable ByteBuf begun;

    private int begunTotal;
    private int frameNumber;

    /** For the frame that has begun, if it is large. */
    private @Nullable Room room;

    /** What was read behind the header of a frame that waits for room. */
    private @Nullable ByteBuf held;

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
        drop();
    }

    // ---- for the watch

    /** Which frame is the one that has begun, counting those only that a read cut. */
    int frameNumber() {
        return frameNumber;
    }

    /** Whether there is the beginning of a frame. */
    boolean hasBegun() {
        return begun != null || held != null;
    }

    /** How much of the frame is there. */
    int begunBytes() {
        return begun == null ? 0 : begun.readableBytes();
    }

    /** Whether room is granted to the frame that has begun. */
    boolean hasRoom() {
        return room != null && room.isGranted();
    }

    /** Cuts the peer off, as its frame does not go on. */
    void giveUp(ChannelHandlerContext ctx, String complaint) {
        int arrived = begunBytes();
        String what = arrived < Frames.HEADER_BYTES ? "a frame's header" : "a frame of " + begunTotal + " bytes";
        discard();
        ctx.fireExceptionCaught(new RefusedInputException(
                Refusal.BAD_FRAME, what + " did not go on: " + arrived + " bytes are there, and " + complaint));
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf in = (ByteBuf) received;
        try {
            if (held == null) {
                takeAll(ctx, in);
            } else {
                // Only what a peer sent before it closed its side comes while nothing is read; nobody waits for the answer.
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
        }
    }

    /** Takes what is next; false if all that is left has to wait. */
    private boolean takeNext(ChannelHandlerContext ctx, ByteBuf in) {
        if (begun != null) {
            return goOn(ctx, begun, in);
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
        frameNumber++;
        begunTotal = total;
        if (total > SMALL_FRAME_BYTES && !askForRoom(ctx, in, total)) {
            return false;
        }
        moveInto(ctx, total);
        if (watch != null) {
            watch.begun();
        }
        return true;
    }

    private void moveInto(ChannelHandlerContext ctx, int total) {
        ByteBuf whole = ctx.alloc().ioBuffer(total, total);
        ByteBuf before = begun;
        if (before != null) {
            whole.writeBytes(before);
            before.release();
        }
        begun = whole;
    }

    private boolean goOn(ChannelHandlerContext ctx, ByteBuf part, ByteBuf in) {
        part.writeBytes(in, Math.min(begunTotal - part.readableBytes(), in.readableBytes()));
        if (preambleExpected) {
            if (readPreamble(part)) {
                drop();
            }
            return true;
        }
        if (part.readableBytes() < begunTotal) {
            return true;
        }
        if (begunTotal == Frames.HEADER_BYTES) {
            // No frame is as short as its header.
            return begin(ctx, in, Frames.totalBytes(part, maxFrameBytes));
        }
        finish(ctx, part);
        return true;
    }

    private void finish(ChannelHandlerContext ctx, ByteBuf whole) {
        Room taken = room;
        begun = null;
        room = null;
        try {
            Message message;
            try {
                message = Frames.read(whole, input, codecs, maxFrameBytes);
                counters.bytesIn.add(whole.readerIndex());
            } finally {
                whole.release();
            }
            if (message == null) {
                throw new IllegalStateException("a whole frame of " + begunTotal + " bytes was taken for a part");
            }
            if (connection != null) {
                connection.lendRoom(taken);
            }
            deliver(ctx, message);
            if (connection != null && connection.takeRoom() == null) {
                // Whoever got the message keeps the room.
                taken = null;
            }
        } finally {
            if (taken != null) {
                taken.release();
            }
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
        room = asked;
        if (asked.isGranted()) {
            return true;
        }
        held = in.retain();
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
        ByteBuf rest = held;
        if (rest == null || !hasRoom()) {
            return;
        }
        held = null;
        try {
            moveInto(ctx, begunTotal);
            if (watch != null) {
                watch.begun();
            }
            takeAll(ctx, rest);
        } finally {
            rest.release();
        }
        if (held == null && connection != null && !discarding) {
            connection.awaitRoom(false);
        }
        ctx.fireChannelReadComplete();
    }

    private void drop() {
        ByteBuf part = begun;
        ByteBuf rest = held;
        Room taken = room;
        begun = null;
        held = null;
        room = null;
        if (part != null) {
            part.release();
        }
        if (rest != null) {
            rest.release();
        }
        if (taken != null) {
            taken.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
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
