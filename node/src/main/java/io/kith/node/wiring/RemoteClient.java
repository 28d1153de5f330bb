package io.kith.node.wiring;

import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.ClientLink;
import io.kith.node.door.Principal;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import org.jspecify.annotations.Nullable;

/** One client's connection over a socket. */
final class RemoteClient implements ConnectionHandler {
    private final ClientDoor door;
    private final ClientConnections clients;
    private final int loop;
    private @Nullable ClientLink link;

    RemoteClient(ClientDoor door, ClientConnections clients, int loop) {
        this.door = door;
        this.clients = clients;
        this.loop = loop;
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
        try {
            door.received(current, Principal.ANONYMOUS, loop, message);
        } catch (CorruptFrameException e) {
            connection.close(String.valueOf(e.getMessage()));
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
