package io.kith.client.loop;

import io.kith.transport.Connection;
import io.kith.transport.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link over a socket. */
record TcpLink(Connection connection) implements NodeLink {
    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);

    /** What is longer waits until the connection is writable, so that what is short need not wait behind much of it. */
    private static final int SHORT_BYTES = 64 << 10;

    @Override
    public boolean send(Message message) {
        boolean sent = (message.weightBytes() <= SHORT_BYTES || connection.isWritable()) && connection.send(message);
        if (!sent && connection.isOpen()) {
            LOG.debug("{} takes no more for now", connection);
        }
        return sent;
    }

    @Override
    public void close() {
        connection.close("the client has no more use for it");
    }
}
