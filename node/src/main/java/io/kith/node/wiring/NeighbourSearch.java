package io.kith.node.wiring;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.Set;

/** Who looks for neighbours. All methods are called on the control loop. */
public interface NeighbourSearch {
    /** Whom to look for now, by name or address; nobody while the node has neighbours. */
    Set<NodeAddress> wanted();

    /** The node {@code node} listens at an address. */
    void answered(NodeAddress address, NodeId node);

    /** Nobody was found at an address; {@code reason} says why. */
    void unreachable(NodeAddress address, String reason);

    /** Nodes of another cluster listen at all the addresses; told once. */
    void hopeless(String reason);
}
