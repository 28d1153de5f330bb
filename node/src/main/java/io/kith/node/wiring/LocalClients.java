package io.kith.node.wiring;

import io.kith.client.loop.InProcessNode;
import io.kith.client.loop.NodeLink;
import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.ClientLink;
import io.kith.node.door.Principal;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way of clients in this process to this node: messages change loops, but meet no socket and no codec. */
public final class LocalClients implements InProcessNode {
    private final NodeId node;
    private final NodeAddress address;
    private final NettyLoop loop;
    private final ClientDoor door;
    private final ClientConnections clients;

    LocalClients(NodeId node, NodeAddress address, NettyLoop loop, ClientDoor door, ClientConnections clients) {
        this.node = node;
        this.address = address;
        this.loop = loop;
        this.door = door;
        this.clients = clients;
    }

    @Override
    public NodeId id() {
        return node;
    }

    @Override
    public NodeAddress address() {
        return address;
    }

    @Override
    public NodeLink connect(NodeId client, NodeLink.Receiver receiver) {
        LocalLink link = new LocalLink(client, receiver);
        clients.opened(link.toClient);
        return link;
    }

    private final class LocalLink implements NodeLink {
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Receiver receiver;
        private final ClientLink toClient;

        LocalLink(NodeId client, Receiver receiver) {
            this.receiver = receiver;
            // All that the client receives comes from one loop, so it comes in order and one at a time.
            this.toClient = new ClientLink(client, message -> {
                if (open.get()) {
                    loop.post(() -> deliver(message));
                }
                return open.get();
            });
        }

        private void deliver(Message message) {
            if (open.get() && !receiver.received(message)) {
                end();
            }
        }

        @Override
        public void send(Message message) {
            loop.post(() -> {
                if (open.get()) {
                    take(message);
                }
            });
        }

        /** What a client may not send ends its link, as it would end its socket, and not the node. */
        private void take(Message message) {
            try {
                door.received(toClient, Principal.IN_PROCESS, 0, message);
            } catch (CorruptFrameException e) {
                if (end()) {
                    receiver.closed(String.valueOf(e.getMessage()));
                }
            }
        }

        private boolean end() {
            boolean ends = open.compareAndSet(true, false);
            if (ends) {
                clients.closed(toClient);
            }
            return ends;
        }

        @Override
        public void close() {
            if (end()) {
                loop.post(() -> receiver.closed("the client closed its link"));
            }
        }
    }
}
