package io.kith.node.core;

import io.kith.transport.ProtocolPort;

/** One of a node's single-threaded loops: an event loop in production, virtual time in the simulator. */
public interface Loop {

    /** What the protocol code on this loop sees of the world; for use on the loop only. */
    ProtocolPort port();

    /** Whether the caller runs on the loop. */
    boolean isCurrent();

    /** Runs {@code task} on the loop, after all that was posted before; may be called from anywhere. */
    void post(Runnable task);
}
