package io.kith.node.wiring;

import io.kith.membership.Heartbeat;
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

    /** Whether something came in this batch that is more than a sign of life. */
    private boolean asked;

    RemoteClient(ClientDoor door, ClientConnections clients, int loop, Clock clock) {
        this.door = door;
        this.clients = clients;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public void opened(Connection connection) {
        ClientLink opened = new ClientLink(connection.peerId(), connection::send, connection::hasRoomFor);
        link = opened;
        clients.opened(opened);
    }

    @Override
    public void received(Connection connection, Message message) {
        ClientLink current = link;
        if (current == null) {
            return;
        }
        asked |= !(message instanceof Heartbeat);
        Room room = connection.takeRoom();
        if (room != null) {
            rooms(connection).receive(current, room, () -> receive(connection, current, message));
            return;
        }
        receive(connection, current, message);
    }

    @Override
    public void receivedBatch(Connection connection) {
        if (asked) {
            asked = false;
            connection.asked(clock.nowNanos());
        }
    }

    private void receive(Connection connection, ClientLink current, Message message) {
        try {
            door.received(current, Principal.ANONYMOUS, loop, message);
        } catch (CorruptFrameException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }

    private HeldRooms rooms(Connection connection) {
        HeldRooms held = rooms;
        if (held == null) {
            held = new HeldRooms(connection.eventLoop(), clock);
            rooms = held;
        }
        return held;
    }

    @Override
    public void closed(Connection connection, String reason) {
        ClientLink current = link;
        if (current != null) {
            clients.closed(current);
        }
    }
}
