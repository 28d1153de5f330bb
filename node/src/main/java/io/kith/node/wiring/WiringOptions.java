package io.kith.node.wiring;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's sockets and threads are made from.
 *
 * @param id names this start of the node
 * @param cluster the cluster's name
 * @param listen where it listens: {@code HOST:PORT}, port 0 for a free one
 * @param advertised where others reach it; null if that follows from where it listens
 * @param seeds the neighbours that it asks for admission
 * @param dataLoops how many event loops share its partitions
 * @param intake what it takes in, and how large
 */
public record WiringOptions(
        NodeId id,
        String cluster,
        String listen,
        @Nullable NodeAddress advertised,
        List<NodeAddress> seeds,
        int dataLoops,
        IntakeWishes intake) {
    private static final String ANY_PORT = ":0";

    /**
     * Fails if {@code address} is none to listen at.
     *
     * @throws IllegalArgumentException if it is not of the form {@code HOST:PORT}
     */
    public static void requireListenAddress(String address) {
        listenAddress(address);
    }

    /** With some port where any will do. */
    private static NodeAddress listenAddress(String address) {
        return NodeAddress.parse(
                address.endsWith(ANY_PORT) ? address.substring(0, address.length() - 1) + "1" : address);
    }

    /**
     * Where others reach a node that listens at {@code listened}.
     *
     * @throws IOException if that is not told, and cannot be known; the message says what to do
     */
    NodeAddress reachedAt(NodeAddress listened) throws IOException {
        NodeAddress told = advertised;
        return told != null ? told : OwnAddress.ofThisMachine().advertised(listened, seeds);
    }

    String listenHost() {
        return listenAddress(listen).host();
    }

    int listenPort() {
        return listen.endsWith(ANY_PORT) ? 0 : listenAddress(listen).port();
    }
}
