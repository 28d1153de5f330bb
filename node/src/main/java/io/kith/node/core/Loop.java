package io.kith.node.core;

import io.kith.transport.ProtocolPort;

/** One of a node's single-threaded loops: an event loop in production, virtual time in the simulator. */
public interface Loop {

    /** What the protocol code on this loop sees of the world; for use on the loop only. */
    ProtocolPort port();

    /** Whether the caller runs on the loop. */
    boolean isCurrent();

    /**
     * Runs {@code task} on the loop, after all that was posted before; may be called from anywhere. There is no bound on
     * what is posted: requests of clients have one of their own ({@code PostedRequests}), and what loops tell each other
     * otherwise, a few tasks a heartbeat, config or command, ends when one of them hangs, as a node with a hung loop falls
     * silent and its leases end.
     */
    void post(Runnable task);
}
