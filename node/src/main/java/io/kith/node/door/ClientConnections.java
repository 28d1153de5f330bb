package io.kith.node.door;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that are connected to a node, by their ids. Safe for use by all of the node's loops. */
public final class ClientConnections {
    private final ConcurrentHashMap<NodeId, ClientLink> links = new ConcurrentHashMap<>();

    /** {@code link} is there; it takes the place of an older one of the same client. */
    public void opened(ClientLink link) {
        links.put(link.client(), link);
    }

    /** {@code link} is there no more. */
    public void closed(ClientLink link) {
        link.gone();
        links.remove(link.client(), link);
    }

    /** All links, in an order that depends on the clients alone. */
    Collection<ClientLink> all() {
        return new TreeMap<>(links).values();
    }

    /** Sends {@code message} if {@code to} is a client that is connected here; says whether it is on its way. */
    public boolean send(NodeId to, Message message) {
        if (links.isEmpty()) {
            return false;
        }
        ClientLink link = links.get(to);
        return link != null && link.send(message);
    }
}
