package io.kith.membership;

import io.kith.transport.NodeId;

/** What the failure detector asks the node around it. */
public interface NodeState {

    /** The newest config that this node holds; 0 for none. */
    long configId();

    /** Whether each of the node's loops moves. While not, it says nothing, and so looks as dead as it is. */
    boolean loopsMove();

    /** How much work waits at this node, from 0 (idle) to 255. */
    default int queueHint() {
        return 0;
    }

    /** Whether heartbeats may go over relays while a link is down. */
    default boolean mayRelay() {
        return true;
    }

    /** The weight of the way to {@code peer} over {@code relay}, to choose among several. */
    default double weightMicros(NodeId relay, NodeId peer) {
        return 0;
    }
}
