package io.kith.client.loop;

import io.kith.transport.Connection;
import io.kith.transport.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link over a socket. */
record TcpLink(Connection connection) implements NodeLink {
    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);

    @Override
    public void send(Message message) {
        // A message that does not go out is as good as lost: the router asks again.
        boolean sent = connection.send(message);
        if (!sent && connection.isOpen()) {
            LOG.debug("{} takes no more for now", connection);
        }
    }

    @Override
    public void close() {
        connection.close("the client has no more use for it");
    }
}
