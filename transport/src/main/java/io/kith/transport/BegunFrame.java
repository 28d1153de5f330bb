package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has of a frame that a read cut, or of its header or the preamble, in a buffer of the whole one's size. Room for a
 * large one is asked for before; while it waits for that, what was read behind its header is held as it is.
 */
final class BegunFrame {
    /** A buffer has at least so much, so that the next frame of the same stream fits as well. */
    private static final int MIN_BUFFER_BYTES = 2 << 10;

    private @Nullable ByteBuf bytes;
    private @Nullable ByteBuf spare;
    private @Nullable ByteBuf held;
    private @Nullable Room room;
    private int totalBytes;
    private int number;

    /** Whether there is one. */
    boolean isThere() {
        return bytes != null || held != null;
    }

    /** What is there of it; null if nothing is. */
    @Nullable
    ByteBuf bytes() {
        return bytes;
    }

    /** How much is there. */
    int arrivedBytes() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** How much there has to be before it can be read. */
    int totalBytes() {
        return totalBytes;
    }

    /** How many have begun. */
    int number() {
        return number;
    }

    /** Whether it has room. */
    boolean hasRoom() {
        return room != null && room.isGranted();
    }

    /** Whether it waits for room. */
    boolean isHeld() {
        return held != null;
    }

    /** One begins that has so many bytes, of which some may be there: those of its header. */
    void begin(int bytesInAll) {
        number++;
        totalBytes = bytesInAll;
    }

    /** It waits for room, and {@code rest} with it. */
    void hold(ByteBuf rest) {
        held = rest.retain();
    }

    /** It waits no more; who calls this releases what is returned. */
    @Nullable
    ByteBuf takeHeld() {
        ByteBuf rest = held;
        held = null;
        return rest;
    }

    /** It has, or has asked for, this room. */
    void room(Room asked) {
        room = asked;
    }

    /** Makes a buffer in which all of it fits. */
    void makeBuffer(ByteBufAllocator allocator) {
        ByteBuf before = bytes;
        if (before != null && before.capacity() >= totalBytes) {
            return;
        }
        ByteBuf whole = spare;
        if (whole != null && whole.capacity() >= totalBytes) {
            spare = null;
        } else {
            whole = allocator.ioBuffer(Math.max(totalBytes, MIN_BUFFER_BYTES));
        }
        if (before != null) {
            whole.writeBytes(before);
            before.release();
        }
        bytes = whole;
    }

    /** Takes of {@code in} what belongs to it; says whether it is whole then. */
    boolean fill(ByteBuf whole, ByteBuf in) {
        whole.writeBytes(in, Math.min(totalBytes - whole.readableBytes(), in.readableBytes()));
        return whole.readableBytes() == totalBytes;
    }

    /** It has been read: there is none any more. Its room, if it has some, is the caller's. */
    @Nullable
    Room end() {
        ByteBuf whole = bytes;
        bytes = null;
        if (whole != null) {
            if (spare == null && whole.capacity() <= FrameDecoder.SMALL_FRAME_BYTES) {
                spare = whole.clear();
            } else {
                whole.release();
            }
        }
        Room taken = room;
        room = null;
        return taken;
    }

    /** No frame begins for now. */
    void dropSpare() {
        ByteBuf unused = spare;
        if (unused != null) {
            spare = null;
            unused.release();
        }
    }

    /** Gives all up. */
    void drop() {
        Room taken = end();
        dropSpare();
        ByteBuf rest = takeHeld();
        if (rest != null) {
            rest.release();
        }
        if (taken != null) {
            taken.release();
        }
    }
}
