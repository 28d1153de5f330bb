package io.kith.config;

import io.kith.transport.NodeId;

/** What the config's protocols ask of failure detection. All answers are this node's own view, and may be wrong. */
public interface PeerHealth {

    /** Whether {@code node} answers promptly now, directly or through a relay; a voter then defends it. */
    boolean hearsWell(NodeId node);

    /** Whether this node suspects {@code node} to be dead. */
    boolean isSuspected(NodeId node);

    /** Whether {@code node} was heard within about the last two heartbeats. */
    boolean heardLately(NodeId node);

    /**
     * For how long {@code node} has not been reached by any way, in nanoseconds during which this node was attentive; 0 if
     * it is reached, or nothing is known of it.
     */
    long silenceNanos(NodeId node);

    /** Whether {@code node}'s own machine says that nobody listens at its address any more: its process has ended. */
    boolean isRefused(NodeId node);

    /** Whether this node has been running for long enough to judge others by what it hears of them. */
    boolean isAwake();
}
