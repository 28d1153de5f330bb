package io.kith.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a process has sent to those who dialled it as clients and they have not taken, all of them together. Any thread may use it.
 *
 * <p>From the limit on, no large answer is written to whom others are owed: he is told to ask again. Beyond a quarter more, who owes
 * it is cut off as soon as he asks for more. So it is bounded by that quarter more, and by what each connection may owe uncounted.
 */
public final class UnreadAnswers {
    /** What a connection may have unsent without its being counted, in bytes. */
    static final int FREE_BYTES = TransportSettings.CONNECTION_ALLOWANCE_BYTES;

    private final long limitBytes;
    private final long bearableBytes;
    private final AtomicLong bytes = new AtomicLong();

    UnreadAnswers(long limitBytes) {
        this.limitBytes = limitBytes;
        this.bearableBytes = limitBytes + Math.min(limitBytes / 4, Long.MAX_VALUE - limitBytes);
    }

    /** From how much on it is short. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How much it is. */
    public long bytes() {
        return bytes.get();
    }

    /** Whether so much more can be sent. */
    boolean hasRoomFor(long moreBytes) {
        return moreBytes <= limitBytes - bytes.get();
    }

    /** Whether there is so much that who owes it must go. */
    boolean isOverrun() {
        return bytes.get() > bearableBytes;
    }

    /** Whether others wait until somebody takes what he was sent. */
    boolean isShort() {
        return bytes.get() >= limitBytes - limitBytes / 4;
    }

    void changed(long moreBytes) {
        bytes.addAndGet(moreBytes);
    }
}
