package io.kith.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many connections those have who dialled this process, in all and by address. Nodes are counted apart: no number of
 * clients keeps a node out. Any thread may use it.
 */
public final class ConnectionCount {
    private final IntakeLimits limits;
    private final Map<Object, Integer> clientsByAddress = new HashMap<>();
    private int clients;
    private int nodeLinks;

    ConnectionCount(IntakeLimits limits) {
        this.limits = limits;
    }

    /** How many connections clients have. */
    public synchronized int clients() {
        return clients;
    }

    /** How many connections clients may have. */
    public int maxClients() {
        return limits.maxClients();
    }

    /**
     * Counts one more, unless there are as many as may be.
     *
     * @return null if it is counted, so that {@link #ended} must follow; else why it is not, for people
     */
    synchronized @Nullable String begun(ConnectionKind kind, SocketAddress from) {
        if (kind != ConnectionKind.CLIENT) {
            if (nodeLinks >= limits.maxNodeLinks()) {
                return "the node has " + nodeLinks + " connections of other nodes, its limit; it comes from the node's"
                        + " limit on descriptors: raise that (ulimit -n)";
            }
            nodeLinks++;
            return null;
        }
        if (clients >= limits.maxClients()) {
            return "the node has " + clients
                    + " connections of clients, its limit; ask another node, or again once some"
                    + " have ended, or raise its --max-connections and limit on descriptors (ulimit -n)";
        }
        int ofAddress = clientsByAddress.getOrDefault(addressOf(from), 0);
        if (ofAddress >= limits.maxClientsPerAddress()) {
            return "the node has " + ofAddress + " connections of clients at " + ConnectionEndpoint.hostOf(from)
                    + ", its limit for one address; close some, or raise its --max-connections-per-address";
        }
        clients++;
        clientsByAddress.put(addressOf(from), ofAddress + 1);
        return null;
    }

    /** One that was counted has ended. */
    synchronized void ended(ConnectionKind kind, SocketAddress from) {
        if (kind != ConnectionKind.CLIENT) {
            nodeLinks--;
            return;
        }
        clients--;
        clientsByAddress.computeIfPresent(addressOf(from), (address, count) -> count == 1 ? null : count - 1);
    }

    private static Object addressOf(SocketAddress from) {
        return from instanceof InetSocketAddress inet && inet.getAddress() != null ? inet.getAddress() : from;
    }
}
