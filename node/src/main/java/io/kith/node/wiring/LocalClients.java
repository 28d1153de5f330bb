package io.kith.node.wiring;

import io.kith.client.loop.InProcessNode;
import io.kith.client.loop.NodeLink;
import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.ClientLink;
import io.kith.node.door.Principal;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.MemoryAccount;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Room;
import io.kith.transport.TransportSettings;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way of clients in this process to this node: messages change loops, but meet no socket and no codec. What is large needs the
 * same room as a client's that dialled.
 */
public final class LocalClients implements InProcessNode {
    private final NodeId node;
    private final NodeAddress address;
    private final NettyLoop loop;
    private final ClientDoor door;
    private final ClientConnections clients;
    private final MemoryAccount frames;

    LocalClients(
            NodeId node,
            NodeAddress address,
            NettyLoop loop,
            ClientDoor door,
            ClientConnections clients,
            MemoryAccount frames) {
        this.node = node;
        this.address = address;
        this.loop = loop;
        this.door = door;
        this.clients = clients;
        this.frames = frames;
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

    private record Entering(Message message, Room room) {}

    private final class LocalLink implements NodeLink {
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Receiver receiver;
        private final ClientLink toClient;
        private final HeldRooms rooms = new HeldRooms(loop.eventLoop(), loop.clock());

        /** A large message on its way from the client's loop to this, and the room that it has or waits for: one at a time. */
        private final AtomicReference<@Nullable Entering> entering = new AtomicReference<>();

        LocalLink(NodeId client, Receiver receiver) {
            this.receiver = receiver;
            // All that the client receives comes from one loop, so it comes in order and one at a time.
            this.toClient = new ClientLink(
                    client,
                    message -> {
                        if (open.get()) {
                            loop.post(() -> deliver(message));
                        }
                        return open.get();
                    },
                    bytes -> true);
        }

        private void deliver(Message message) {
            if (open.get() && !receiver.received(message)) {
                end();
            }
        }

        @Override
        public boolean send(Message message) {
            long bytes = message.weightBytes();
            if (bytes <= TransportSettings.CONNECTION_ALLOWANCE_BYTES) {
                loop.post(() -> {
                    if (open.get()) {
                        take(message);
                    }
                });
                return true;
            }
            if (entering.get() != null) {
                return false;
            }
            Runnable enter = () -> loop.post(this::takeLarge);
            Room room = frames.ask(Math.min(bytes, frames.limitBytes()), enter);
            entering.set(new Entering(message, room));
            // It may have been told before it was known here what enters; to be told twice does no harm.
            if (room.isGranted()) {
                enter.run();
            }
            return true;
        }

        private void takeLarge() {
            Entering large = entering.get();
            if (large == null || !large.room().isGranted()) {
                return;
            }
            entering.set(null);
            if (open.get()) {
                rooms.receive(toClient, large.room(), () -> take(large.message()));
            } else {
                large.room().release();
            }
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
                loop.post(this::forgetLarge);
            }
            return ends;
        }

        private void forgetLarge() {
            Entering large = entering.getAndSet(null);
            if (large != null) {
                large.room().release();
            }
        }

        @Override
        public void close() {
            if (end()) {
                loop.post(() -> receiver.closed("the client closed its link"));
            }
        }
    }
}
