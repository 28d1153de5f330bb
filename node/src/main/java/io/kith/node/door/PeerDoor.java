package io.kith.node.door;

import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes what a node of the cluster says on one of its connections: its own messages, and those of clients that come over
 * it, whose answers go back the way the request came.
 */
public final class PeerDoor {
    /** So many clients are remembered; one that was forgotten may be told of a config once more. */
    private static final int MAX_CLIENTS = 1_024;

    private final NodeId self;
    private final NodeCore core;
    private final ClientDoor clients;
    private final int index;
    private final Loop loop;
    private final Map<NodeId, ClientLink> links = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The door for one connection.
     *
     * @param index the connection's loop: a data loop, or the control loop if that is their number
     * @param loop the same
     */
    public PeerDoor(NodeId self, NodeCore core, ClientDoor clients, int index, Loop loop) {
        this.self = self;
        this.core = core;
        this.clients = clients;
        this.index = index;
        this.loop = loop;
    }

    /**
     * Takes what {@code peer} said or passed on; called on the connection's loop.
     *
     * @throws CorruptFrameException if it says that it relays for somebody whom nobody can be
     */
    public void received(NodeId peer, Message message) {
        if (!(message instanceof Relayed relayed)) {
            core.handle(peer, message);
        } else if (relayed.destination().equals(self) && !relayed.principal().isEmpty()) {
            receivedOfClient(peer, relayed);
        } else {
            core.handleRelayed(index, peer, relayed);
        }
    }

    /** For whomever the relay vouches, that is no node: what only nodes say is not heard from there. */
    private void receivedOfClient(NodeId relay, Relayed relayed) {
        Principal principal = Principal.read(relayed.principal());
        if (ClientDoor.mayBeRelayed(relayed.message())) {
            clients.received(linkTo(relayed.origin(), relay), principal, index, relayed.message());
        }
    }

    private ClientLink linkTo(NodeId client, NodeId relay) {
        ClientLink link = links.get(client);
        if (link == null) {
            // What is relayed is bounded by the budget of relays.
            link = new ClientLink(
                    client,
                    message -> {
                        // What tells of configs takes the relay's own link to the client.
                        if (message.mayTakeDetour()) {
                            loop.post(() -> loop.port().send(relay, new Relayed(self, client, message)));
                        }
                        return true;
                    },
                    bytes -> true);
            links.put(client, link);
            if (links.size() > MAX_CLIENTS) {
                links.remove(links.keySet().iterator().next());
            }
        }
        return link;
    }
}
