package io.kith.transport;

import java.util.concurrent.atomic.LongAdder;

/** What went through a process's connections since it started; any thread may read it. */
public final class TransportCounters {
    final LongAdder framesOut = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder flushes = new LongAdder();
    final LongAdder framesIn = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder skipped = new LongAdder();

    /** Frames written. */
    public long framesOut() {
        return framesOut.sum();
    }

    /** Bytes written, frame headers included. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** How often written frames were handed to the operating system; many frames share one flush. */
    public long flushes() {
        return flushes.sum();
    }

    /** Frames read. */
    public long framesIn() {
        return framesIn.sum();
    }

    /** Bytes read, frame headers included. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Messages dropped because too much was unsent, or because there was no connection. */
    public long dropped() {
        return dropped.sum();
    }

    /** Messages passed over because they are of a later version than this process knows. */
    public long skipped() {
        return skipped.sum();
    }

    /** Connections refused or cut off because of what the peer sent. */
    public long refused() {
        return refused.sum();
    }
}
