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
}
