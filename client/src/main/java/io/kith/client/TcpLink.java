package io.kith.client;

import io.kith.transport.Connection;
import io.kith.transport.Message;

/** A link over a socket. */
record TcpLink(Connection connection) implements NodeLink {

    @Override
    public void send(Message message) {
        // A message that does not go out is as good as lost: the router asks again.
        boolean sent = connection.send(message);
        if (!sent && connection.isOpen()) {
            ClientLoop.LOG.debug("{} takes no more for now", connection);
        }
    }

    @Override
    public void close() {
        connection.close("the client has no more use for it");
    }
}
