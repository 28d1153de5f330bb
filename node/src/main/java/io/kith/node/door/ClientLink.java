package io.kith.node.door;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.function.Predicate;

/** The way back to one client of this node, and the newest config it was sent. */
public final class ClientLink {
    private final NodeId client;
    private final Predicate<Message> out;
    private volatile long sentConfigId;
    private volatile boolean gone;

    /**
     * A link to {@code client}.
     *
     * @param out sends to it, from any thread; says whether the message is on its way
     */
    public ClientLink(NodeId client, Predicate<Message> out) {
        this.client = client;
        this.out = out;
    }

    NodeId client() {
        return client;
    }

    /** The client hung up. */
    void gone() {
        gone = true;
    }

    /** Whether the client hung up; any thread may ask. */
    boolean isGone() {
        return gone;
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
