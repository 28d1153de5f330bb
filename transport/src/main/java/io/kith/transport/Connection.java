package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    // Frames of other threads on their way to the loop.
    private final Queue<ByteBuf> handedOver = new ConcurrentLinkedQueue<>();
    private final AtomicLong handedOverBytes = new AtomicLong();
    private final AtomicBoolean takeOverScheduled = new AtomicBoolean();
    private final Runnable takeOver = this::takeOver;

    // Only the loop touches these.
    private final Runnable flush = this::flush;
    private @Nullable ByteBuf batch;
    private int lastBatchBytes = FIRST_BATCH_BYTES;
    private int unflushedBytes;
    private boolean flushScheduled;
    private boolean pausedByOwner;
    private boolean pausedByBacklog;
    private boolean awaitsRoom;
    private @Nullable Room lentRoom;

    private volatile boolean open = true;
    private @Nullable String endReason;

    Connection(Channel channel, Transport transport, Peer peer, Dialect dialect) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.transport = transport;
        this.peer = peer;
        this.dialect = dialect;
        this.maxFrameBytes = peer.maxFrameBytes();
        this.maxOutboundBytes = transport.settings().maxOutboundBytes();
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
                && handedOverBytes.get() < transport.settings().pauseBytes();
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
        if (!open || (unsentBytes() >= maxOutboundBytes && refuseBacklog())) {
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
        if (!open || handedOverBytes.get() >= maxOutboundBytes || (!channel.isWritable() && !acceptsBacklog())) {
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
        handedOverBytes.addAndGet(frame.readableBytes());
        handedOver.add(frame);
        transport.counters().framesOut.increment();
        if (takeOverScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(takeOver);
            } catch (RejectedExecutionException e) {
                // The loop is gone, and with it whoever could have written this.
                releaseHandedOver();
                return false;
            }
        }
        return open;
    }

    /** Backlogs of other threads count against the same bound, which the loop alone knows exactly. */
    private boolean acceptsBacklog() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound != null && outbound.totalPendingWriteBytes() < maxOutboundBytes;
    }

    private void takeOver() {
        takeOverScheduled.set(false);
        if (!open) {
            releaseHandedOver();
            return;
        }
        for (ByteBuf frame = handedOver.poll(); frame != null; frame = handedOver.poll()) {
            int bytes = frame.readableBytes();
            handedOverBytes.addAndGet(-bytes);
            ByteBuf out = batch;
            if (out == null) {
                batch = frame;
            } else if (bytes <= SMALL_FRAME_BYTES && out.readableBytes() < BATCH_BYTES) {
                out.writeBytes(frame);
                frame.release();
            } else {
                writeBatch();
                batch = frame;
            }
        }
        flushNow();
    }

    private void releaseHandedOver() {
        for (ByteBuf frame = handedOver.poll(); frame != null; frame = handedOver.poll()) {
            handedOverBytes.addAndGet(-frame.readableBytes());
            frame.release();
            transport.counters().dropped.increment();
        }
    }

    private long unsentBytes() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        long written = outbound == null ? 0 : outbound.totalPendingWriteBytes();
        ByteBuf out = batch;
        return written + (out == null ? 0 : out.readableBytes());
    }

    /** A client that was sent so much and does not read is cut off: answers must not be lost silently. */
    private boolean refuseBacklog() {
        if (peer.dialled() || kind() != ConnectionKind.CLIENT) {
            return true;
        }
        close("the client does not read its answers: " + unsentBytes() + " bytes are unsent");
        return true;
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
            transport.counters().bytesOut.add(bytes);
            channel.write(out, channel.voidPromise());
        }
    }

    /** Stops reading; what the peer sends stays in the operating system, and in the end with the peer. */
    public void pauseReading() {
        onLoop(() -> {
            pausedByOwner = true;
            updateReading();
        });
    }

    /** Goes on reading. */
    public void resumeReading() {
        onLoop(() -> {
            pausedByOwner = false;
            updateReading();
        });
    }

    /** Whether it is read from; any thread may ask. */
    boolean isReading() {
        return channel.config().isAutoRead();
    }

    private void updateReading() {
        channel.config().setAutoRead(!pausedByOwner && !pausedByBacklog && !awaitsRoom);
    }

    /** Whether a frame that has begun to arrive waits for room. */
    void awaitRoom(boolean waits) {
        awaitsRoom = waits;
        updateReading();
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
        if (room != null) {
            lentRoom = null;
        }
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
        if (!peer.dialled() && kind() == ConnectionKind.CLIENT) {
            pausedByBacklog = !writable;
            updateReading();
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
        releaseHandedOver();
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
