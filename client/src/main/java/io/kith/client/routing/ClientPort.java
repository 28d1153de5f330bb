package io.kith.client.routing;

import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link RequestRouter} sees of the world. Messages are sent only to nodes for which the port has called
 * {@link RequestRouter#connected} and not yet {@link RequestRouter#disconnected}.
 */
public interface ClientPort extends ProtocolPort {

    /**
     * Starts to connect. Exactly one of {@link RequestRouter#connected} and {@link RequestRouter#connectFailed} is called
     * later, not from inside this method.
     *
     * @param expected the node that should listen there; null for whichever does
     */
    void connect(NodeAddress address, @Nullable NodeId expected);

    /**
     * Sends a request to {@code to}, best effort.
     *
     * @return false if it was not sent, as what was sent there before is not on its way yet: it may be sent a little later
     */
    default boolean offer(NodeId to, Message request) {
        send(to, request);
        return true;
    }

    /** Closes the connection to {@code node}; {@link RequestRouter#disconnected} is not called for it. */
    void disconnect(NodeId node);
}
