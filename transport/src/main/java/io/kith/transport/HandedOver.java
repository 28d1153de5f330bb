package io.kith.transport;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Frames of other threads on their way to a connection's loop, which is woken once for a burst. */
final class HandedOver {
    /** Bounded by what the frames in it take together, see {@link #bytes}. */
    private final Queue<ByteBuf> frames = new ConcurrentLinkedQueue<>();

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean awaited = new AtomicBoolean();

    /** What they take. */
    long bytes() {
        return bytes.get();
    }

    /** Puts one in; returns whether the loop is to be woken for it. */
    boolean add(ByteBuf frame) {
        bytes.addAndGet(frame.readableBytes());
        frames.add(frame);
        return awaited.compareAndSet(false, true);
    }

    /** The loop is awake, and takes what there is. */
    void taking() {
        awaited.set(false);
    }

    /** Takes out the first, which belongs to the caller then; null if there is none. */
    @Nullable
    ByteBuf poll() {
        ByteBuf frame = frames.poll();
        if (frame != null) {
            bytes.addAndGet(-frame.readableBytes());
        }
        return frame;
    }

    /** Throws all away. */
    void release(TransportCounters counters) {
        for (ByteBuf frame = poll(); frame != null; frame = poll()) {
            frame.release();
            counters.dropped.increment();
        }
    }
}
