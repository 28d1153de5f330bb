package io.kith.node.wiring;

import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.ClientLink;
import io.kith.node.door.Principal;
import io.kith.transport.Clock;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.Room;
import org.jspecify.annotations.Nullable;

/** One client's connection over a socket. */
final class RemoteClient implements ConnectionHandler {
    private final ClientDoor door;
    private final ClientConnections clients;
    private final int loop;
    private final Clock clock;
    private @Nullable ClientLink link;
    private @Nullable HeldRooms rooms;

    RemoteClient(ClientDoor door, ClientConnections clients, int loop, Clock clock) {
        this.door = door;
        this.clients = clients;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public void opened(Connection connection) {
        ClientLink opened = new ClientLink(connection.peerId(), connection::send);
        link = opened;
        clients.opened(opened);
    }

    @Override
    public void received(Connection connection, Message message) {
        ClientLink current = link;
        if (current == null) {
            return;
        }
        Room room = connection.takeRoom();
        if (room != null) {
            receivedLarge(connection, current, message, room);
            return;
        }
        receive(connection, current, message);
    }

    private void receive(Connection connection, ClientLink current, Message message) {
        try {
            door.received(current, Principal.ANONYMOUS, loop, message);
        } catch (CorruptFrameException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The room of a large request is that of its answer: until then the request is in the heap, where it waits for other
     * nodes, and if room were given back before, those who read no answer could fill it.
     */
    private void receivedLarge(Connection connection, ClientLink current, Message message, Room room) {
        current.carry(room);
        receive(connection, current, message);
        Room unused = current.takeRoom();
        if (unused != null) {
            // It was no request, or none that was taken.
            unused.release();
        } else if (room.isGranted()) {
            HeldRooms held = rooms;
            if (held == null) {
                held = new HeldRooms(connection.eventLoop(), clock);
                rooms = held;
            }
            held.hold(room);
        }
    }

    @Override
    public void closed(Connection connection, String reason) {
        ClientLink current = link;
        if (current != null) {
            clients.closed(current);
        }
    }
}
