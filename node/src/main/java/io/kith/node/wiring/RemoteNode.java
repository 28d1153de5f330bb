package io.kith.node.wiring;

import io.kith.node.door.PeerDoor;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;

/** One connection of another node. */
final class RemoteNode implements ConnectionHandler {
    private final PeerDoor door;

    RemoteNode(PeerDoor door) {
        this.door = door;
    }

    @Override
    public void received(Connection connection, Message message) {
        try {
            door.received(connection.peerId(), message);
        } catch (CorruptFrameException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }
}
