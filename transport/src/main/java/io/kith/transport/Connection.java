package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One established connection. Messages that are sent during one turn of its event loop are written into one buffer and
 * flushed together; threads other than the loop's wake it once for a burst.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
public final class Connection {
    private static final int BATCH_BYTES = 64 << 10;
    private static final int FLUSH_BYTES = 256 << 10;
    private static final int SMALL_FRAME_BYTES = 8 << 10;
    private static final int FIRST_BATCH_BYTES = 1 << 10;

    private final Channel channel;
    private final EventLoop loop;
    private final Transport transport;
    private final Peer peer;
    private final Dialect dialect;
    private final int maxFrameBytes;
    private final int maxOutboundBytes;

    /** What a client that dialled this process has not taken; null for others. */
    private final @Nullable Backlog backlog;

    private final HandedOver handedOver = new HandedOver();
    private final Runnable takeOver = this::takeOver;

    // Only the loop touches these.
    private final ReadingGate reading;
    private final Runnable flush = this::flush;
    private @Nullable ByteBuf batch;
    private int lastBatchBytes = FIRST_BATCH_BYTES;
    private int unflushedBytes;
    private boolean flushScheduled;
    private @Nullable Room lentRoom;

    private volatile boolean open = true;
    private @Nullable String endReason;
    volatile @Nullable Refusal refusal;
    /** When the peer last asked for something, by the monotonic clock. */
    volatile long askedNanos = SystemClock.INSTANCE.nowNanos();

    Connection(Channel channel, Transport transport, Peer peer, Dialect dialect) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.reading = new ReadingGate(channel);
        this.transport = transport;
        this.peer = peer;
        this.dialect = dialect;
        this.maxFrameBytes = peer.maxFrameBytes();
        this.maxOutboundBytes = transport.settings().maxOutboundBytes();
        this.backlog = !peer.dialled() && peer.kind() == ConnectionKind.CLIENT
                ? new Backlog(transport.intake().answers(), loop, this::writtenBytes, this::doesNotRead)
                : null;
    }

    /** The process at the other end. */
    public NodeId peerId() {
        return peer.id();
    }

    /** What the connection is for. */
    public ConnectionKind kind() {
        return peer.kind();
    }

    /** The loop that the connection belongs to, as its handshake named it. */
    public int shard() {
        return peer.shard();
    }

    /** The number of data loops of the node at the other end; 0 if the other end dialled. */
    public int peerShardCount() {
        return peer.shardCount();
    }

    /** The cluster that both ends agreed on. */
    public String clusterName() {
        return peer.clusterName();
    }

    /** The protocol version that both ends chose. */
    public int version() {
        return dialect.version();
    }

    /** The newest version of {@code family} that both ends speak; 0 if one of them does not know it. */
    public int versionOf(int family) {
        return Math.min(dialect.peer().of(family), transport.codecs().versions().of(family));
    }

    /** The address at the other end of the socket. */
    public SocketAddress remoteAddress() {
        return peer.remoteAddress();
    }

    /** The event loop that reads and writes it. */
    public EventLoop eventLoop() {
        return loop;
    }

    /** The largest payload of a frame that can be sent here, in bytes. */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Whether it has not ended yet. */
    public boolean isOpen() {
        return open;
    }

    /** Whether less than the allowed number of bytes is unsent. Any thread may ask. */
    public boolean isWritable() {
        return open
                && channel.isWritable()
                && handedOver.bytes() < transport.settings().pauseBytes();
    }

    /**
     * Sends {@code message}; any thread may. Messages of one thread arrive in order. Returns whether it is on its way:
     * false if the connection has ended or too many bytes are unsent; it is dropped and counted then.
     *
     * @throws FrameTooLargeException if it is too large for a frame; the connection is intact
     */
    public boolean send(Message message) {
        return loop.inEventLoop() ? sendFromLoop(message) : sendFromElsewhere(message);
    }

    private boolean sendFromLoop(Message message) {
        if (!open || (isTooMuch(unsentBytes()) && refuseBacklog())) {
            transport.counters().dropped.increment();
            return false;
        }
        ByteBuf out = batch;
        if (out == null) {
            int expected = Math.min(BATCH_BYTES, Math.max(FIRST_BATCH_BYTES, lastBatchBytes + (lastBatchBytes >> 2)));
            out = channel.alloc().ioBuffer(expected);
            batch = out;
        }
        Frames.append(out, message, transport.codecs(), maxFrameBytes);
        transport.counters().framesOut.increment();
        if (out.readableBytes() >= BATCH_BYTES) {
            writeBatch();
            if (unflushedBytes >= FLUSH_BYTES) {
                flushNow();
            }
        }
        scheduleFlush();
        return true;
    }

    private boolean sendFromElsewhere(Message message) {
        if (!open || handedOver.bytes() >= maxOutboundBytes || (!channel.isWritable() && !acceptsBacklog())) {
            transport.counters().dropped.increment();
            return false;
        }
        ByteBuf frame = channel.alloc().ioBuffer();
        boolean complete = false;
        try {
            Frames.append(frame, message, transport.codecs(), maxFrameBytes);
            complete = true;
        } finally {
            if (!complete) {
                frame.release();
            }
        }
        transport.counters().framesOut.increment();
        if (handedOver.add(frame)) {
            try {
                loop.execute(takeOver);
            } catch (RejectedExecutionException e) {
                // The loop is gone, and with it whoever could have written this.
                handedOver.release(transport.counters());
                return false;
            }
        }
        return open;
    }

    /** Backlogs of other threads count against the same bound, which the loop alone knows exactly. */
    private boolean acceptsBacklog() {
        return channel.unsafe().outboundBuffer() != null && !isTooMuch(writtenBytes());
    }

    private boolean isTooMuch(long bytes) {
        return bytes >= maxOutboundBytes
                || (bytes > UnreadAnswers.FREE_BYTES
                        && backlog != null
                        && transport.intake().answers().isOverrun());
    }

    /**
     * Whether an answer of so many bytes can be sent to this client, as it and others take what they were sent; any thread may ask. If
     * not, it can be told to ask again.
     */
    public boolean hasRoomFor(long bytes) {
        return isWritable() && (backlog == null || transport.intake().answers().hasRoomFor(bytes));
    }

    private void takeOver() {
        handedOver.taking();
        if (!open) {
            handedOver.release(transport.counters());
            return;
        }
        for (ByteBuf frame = handedOver.poll(); frame != null; frame = handedOver.poll()) {
            ByteBuf out = batch;
            if (out == null) {
                batch = frame;
            } else if (frame.readableBytes() <= SMALL_FRAME_BYTES && out.readableBytes() < BATCH_BYTES) {
                out.writeBytes(frame);
                frame.release();
            } else {
                writeBatch();
                batch = frame;
            }
        }
        flushNow();
    }

    private long unsentBytes() {
        ByteBuf out = batch;
        return writtenBytes() + (out == null ? 0 : out.readableBytes());
    }

    /** What was written and the socket has not taken; any thread may ask. */
    private long writtenBytes() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    /** A client that was sent so much and does not read is cut off: answers must not be lost silently. */
    private boolean refuseBacklog() {
        if (backlog != null) {
            doesNotRead(unsentBytes() + " bytes are unsent");
        }
        return true;
    }

    private void doesNotRead(String how) {
        close("the client does not read its answers: " + how);
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        if (open) {
            flushNow();
        }
    }

    private void flushNow() {
        writeBatch();
        if (unflushedBytes > 0) {
            unflushedBytes = 0;
            transport.counters().flushes.increment();
            channel.flush();
            if (backlog != null) {
                backlog.update();
            }
        }
    }

    private void writeBatch() {
        ByteBuf out = batch;
        if (out != null) {
            batch = null;
            int bytes = out.readableBytes();
            if (bytes == 0) {
                out.release();
                return;
            }
            lastBatchBytes = bytes;
            unflushedBytes += bytes;
            if (backlog != null) {
                backlog.written(bytes);
            }
            transport.counters().bytesOut.add(bytes);
            channel.write(out, channel.voidPromise());
        }
    }

    /** Stops reading; what the peer sends stays in the operating system, and in the end with the peer. */
    public void pauseReading() {
        onLoop(() -> reading.byOwner(true));
    }

    /** Goes on reading. */
    public void resumeReading() {
        onLoop(() -> reading.byOwner(false));
    }

    /** Whether it is read from; any thread may ask. */
    boolean isReading() {
        return channel.config().isAutoRead();
    }

    /** Whether a frame that has begun to arrive waits for room. */
    void awaitRoom(boolean waits) {
        reading.forRoom(waits);
    }

    /** The message that is delivered next has this room, or none. */
    void lendRoom(@Nullable Room room) {
        lentRoom = room;
    }

    /**
     * Takes over the room that the message which is just {@linkplain ConnectionHandler#received received} has: from then on the
     * caller gives it back. Otherwise it is given back as soon as the message was received. Null if the message is small and
     * has none, or it was taken before.
     */
    public @Nullable Room takeRoom() {
        Room room = lentRoom;
        lentRoom = null;
        return room;
    }

    /** Sends what it can without waiting, and ends the connection; {@code reason} is for the close listeners and logs. */
    public void close(String reason) {
        onLoop(() -> {
            if (open) {
                flushNow();
                stop(reason);
                channel.close();
            }
        });
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException e) {
                channel.close();
            }
        }
    }

    void writabilityChanged(boolean writable) {
        // Answers to a client that does not read them must not pile up: it may ask nothing more until it has read.
        if (backlog != null) {
            backlog.update();
            reading.byBacklog(!writable);
        }
    }

    /** Sends nothing more: the channel is about to end, for this reason unless an earlier one was given. */
    void stop(String reason) {
        if (endReason == null) {
            endReason = reason;
        }
        open = false;
        ByteBuf out = batch;
        batch = null;
        if (out != null) {
            out.release();
        }
        handedOver.release(transport.counters());
        if (backlog != null) {
            backlog.end();
        }
    }

    /** The peer asked for something at {@code nowNanos} by the monotonic clock: the connection is not idle. */
    public void asked(long nowNanos) {
        askedNanos = nowNanos;
    }

    /** Why the peer ended it; null if it has not, or did not say. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /** Why it has ended. */
    String endReason() {
        return endReason == null ? "it is open" : endReason;
    }

    @Override
    public String toString() {
        return kind() + " connection with " + peer.id().shortName() + " at " + peer.remoteAddress();
    }
}
