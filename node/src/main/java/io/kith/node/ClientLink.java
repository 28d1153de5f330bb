package io.kith.node;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.function.Predicate;

/** One client of this node, over a socket or in this process, and the newest config it was sent. */
final class ClientLink {
    private final NodeId client;
    private final Predicate<Message> out;
    private volatile long sentConfigId;

    /**
     * A link to {@code client}.
     *
     * @param out sends to it, from any thread; says whether the message is on its way
     */
    ClientLink(NodeId client, Predicate<Message> out) {
        this.client = client;
        this.out = out;
    }

    NodeId client() {
        return client;
    }

    boolean send(Message message) {
        return out.test(message);
    }

    /** The newest config_id that was sent on this link, 0 if none was. */
    long sentConfigId() {
        return sentConfigId;
    }

    void sentConfigId(long configId) {
        sentConfigId = configId;
    }
}
