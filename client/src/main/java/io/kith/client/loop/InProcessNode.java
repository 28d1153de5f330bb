package io.kith.client.loop;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;

/** A node in this process, which a client reaches without a socket. */
public interface InProcessNode {

    /** The node. */
    NodeId id();

    /** Where it listens; a client that wants to connect to this address is linked to it directly. */
    NodeAddress address();

    /**
     * Links a client to the node. Must not wait.
     *
     * @param client names the client, as its handshake would
     * @param receiver takes what the node sends to the client
     */
    NodeLink connect(NodeId client, NodeLink.Receiver receiver);
}
