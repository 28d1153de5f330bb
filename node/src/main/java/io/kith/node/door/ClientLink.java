package io.kith.node.door;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Room;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The way back to one client of this node, and the newest config it was sent. */
public final class ClientLink {
    private final NodeId client;
    private final Predicate<Message> out;
    private final LongPredicate roomFor;
    private volatile long sentConfigId;
    private volatile boolean gone;
    private @Nullable Room carried;

    /**
     * A link to {@code client}.
     *
     * @param out sends to it, from any thread; says whether the message is on its way
     * @param roomFor whether so many bytes more can be sent, as it takes what it was sent; asked from any thread
     */
    public ClientLink(NodeId client, Predicate<Message> out, LongPredicate roomFor) {
        this.client = client;
        this.out = out;
        this.roomFor = roomFor;
    }

    /** What is received next has {@code room}, which its answer gives back; called on the connection's loop. */
    public void carry(Room room) {
        carried = room;
    }

    /** Takes over that room; null if there is none, as most requests have. */
    public @Nullable Room takeRoom() {
        Room room = carried;
        if (room != null) {
            carried = null;
        }
        return room;
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

    /** Whether so many bytes more can be sent. */
    boolean hasRoomFor(long bytes) {
        return roomFor.test(bytes);
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
