package io.kith.node;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that are connected to a node, by their ids. Safe for use by all of the node's loops. */
final class ClientConnections {
    private final ConcurrentHashMap<NodeId, ClientLink> links = new ConcurrentHashMap<>();

    void opened(ClientLink link) {
        links.put(link.client(), link);
    }

    void closed(ClientLink link) {
        links.remove(link.client(), link);
    }

    Collection<ClientLink> all() {
        return links.values();
    }

    /** Sends {@code message} if {@code to} is a client that is connected here. */
    boolean send(NodeId to, Message message) {
        if (links.isEmpty()) {
            return false;
        }
        ClientLink link = links.get(to);
        return link != null && link.send(message);
    }
}
