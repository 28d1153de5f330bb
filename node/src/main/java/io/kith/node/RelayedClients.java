package io.kith.node;

import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Serves clients whose requests come over another node, on one connection of that node; answers go back the way the
 * request came.
 */
final class RelayedClients {
    /** So many clients are remembered; one that was forgotten may be told of a config once more. */
    private static final int MAX_CLIENTS = 1_024;

    private final NodeId self;
    private final Loop loop;
    private final ClientRequests requests;
    private final Predicate<NodeId> isMember;
    private final Map<NodeId, ClientLink> links = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Clients behind the node at the other end of a connection.
     *
     * @param loop the connection's
     * @param isMember whether a process is a node of the cluster; the others are clients
     */
    RelayedClients(NodeId self, Loop loop, ClientRequests requests, Predicate<NodeId> isMember) {
        this.self = self;
        this.loop = loop;
        this.requests = requests;
        this.isMember = isMember;
    }

    /** Takes {@code relayed}, which {@code relay} passed on, if it is a client's for this node; says whether it is. */
    boolean received(NodeId relay, Relayed relayed) {
        NodeId client = relayed.origin();
        if (!relayed.destination().equals(self)
                || !ClientRequests.isOfClients(relayed.message())
                || isMember.test(client)) {
            return false;
        }
        ClientLink link = links.get(client);
        if (link == null) {
            link = linkTo(client, relay);
            links.put(client, link);
            if (links.size() > MAX_CLIENTS) {
                links.remove(links.keySet().iterator().next());
            }
        }
        requests.received(link, relayed.message());
        return true;
    }

    private ClientLink linkTo(NodeId client, NodeId relay) {
        return new ClientLink(client, message -> {
            // What tells of configs takes the relay's own link to the client.
            if (RelayRule.mayTakeDetour(message)) {
                loop.post(() -> loop.port().send(relay, new Relayed(self, client, message)));
            }
            return true;
        });
    }
}
