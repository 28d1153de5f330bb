package io.kith.node.wiring;

import io.kith.transport.NodeAddress;
import java.util.Set;

/** Who looks for neighbours. All methods are called on the control loop. */
public interface NeighbourSearch {
    /** Whom to dial now; nobody while the node has neighbours. */
    Set<NodeAddress> wanted();

    /** Nobody was found at an address; {@code reason} says why. */
    void unreachable(NodeAddress address, String reason);

    /** Nodes of another cluster listen at all the addresses; told once. */
    void hopeless(String reason);
}
