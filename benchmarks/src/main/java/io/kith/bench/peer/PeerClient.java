package io.kith.bench.peer;

import org.jspecify.annotations.Nullable;

/** A client of a running grid, for many threads. */
public interface PeerClient extends AutoCloseable {
    /** How it does that with a call that blocks; null if it cannot. */
    @Nullable
    SyncAct sync(Act act);

    /** How it does that with many under way; null if it cannot. */
    @Nullable
    AsyncAct async(Act act);

    /** Sends what was started and is still held back. */
    default void flush() {}

    @Override
    void close();
}
