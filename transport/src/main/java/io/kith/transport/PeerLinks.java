package io.kith.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connections that one event loop of a node keeps to the same loop of other nodes: one a node, dialled when there is
 * something to send, used for sending only. Belongs to its loop; all methods are called there.
 */
public final class PeerLinks {
    /** How many nodes that the config does not list can be talked to: joiners, and those just removed. */
    private static final int MAX_ACQUAINTANCES = 256;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final LinkListener listener;
    private final RandomGenerator random;
    private final SortedMap<NodeId, PeerLink> members = new TreeMap<>();
    private final Map<NodeId, PeerLink> acquaintances = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /**
     * Links of the process that {@code hello} introduces; the expected peer is filled in for each.
     *
     * @param seed of the jitter between attempts to reconnect
     */
    public PeerLinks(EventLoop loop, Dialer dialer, Hello hello, LinkListener listener, long seed) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.listener = listener;
        this.random = new SplittableRandom(seed);
    }

    /**
     * The nodes that the config lists and their addresses. Nodes that were listed before stay reachable for a while, as
     * they must still be told of what removed them.
     */
    public void members(Map<NodeId, NodeAddress> listed) {
        List<NodeId> gone = new ArrayList<>();
        for (NodeId id : members.keySet()) {
            if (!listed.containsKey(id)) {
                gone.add(id);
            }
        }
        for (NodeId id : gone) {
            PeerLink link = members.remove(id);
            if (link != null) {
                link.lasting(false);
                acquaintances.put(id, link);
            }
        }
        new TreeMap<>(listed).forEach((id, address) -> {
            if (id.equals(hello.senderId())) {
                return;
            }
            PeerLink link = members.get(id);
            if (link == null) {
                link = acquaintances.remove(id);
            }
            if (link == null) {
                link = newLink(id, address);
            }
            link.lasting(true);
            link.moveTo(address);
            members.put(id, link);
        });
        forgetOldest();
    }

    /** Learns where a node listens that the config does not list, such as one that asks for admission. */
    public void learn(NodeId id, NodeAddress address) {
        if (id.equals(hello.senderId()) || members.containsKey(id)) {
            return;
        }
        PeerLink link = acquaintances.get(id);
        if (link == null) {
            acquaintances.put(id, newLink(id, address));
            forgetOldest();
        } else {
            link.moveTo(address);
        }
    }

    private PeerLink newLink(NodeId id, NodeAddress address) {
        return new PeerLink(loop, dialer, hello.expecting(id), id, address, listener, random);
    }

    private void forgetOldest() {
        while (acquaintances.size() > MAX_ACQUAINTANCES) {
            NodeId oldest = acquaintances.keySet().iterator().next();
            PeerLink link = acquaintances.remove(oldest);
            if (link != null) {
                link.close("it has not been talked to for long");
            }
        }
    }

    /**
     * Sends {@code message}, best effort, in order as long as the connection lasts. Returns whether it is on its way or
     * waits for the connection; if not it is dropped and counted.
     *
     * @throws FrameTooLargeException if it is too large for a frame
     */
    public boolean send(NodeId to, Message message) {
        if (closed) {
            return false;
        }
        if (to.equals(hello.senderId())) {
            loop.execute(() -> deliverToSelf(message));
            return true;
        }
        PeerLink link = linkTo(to);
        if (link == null) {
            dialer.transport().counters().dropped.increment();
            return false;
        }
        return link.send(message);
    }

    private void deliverToSelf(Message message) {
        if (!closed) {
            ProtocolGuard.run(
                    () -> listener.loopback(message), dialer.transport().fatal());
        }
    }

    /** Whether a connection to {@code peer} is established. */
    public boolean isConnected(NodeId peer) {
        PeerLink link = linkTo(peer);
        return link != null && link.isConnected();
    }

    /** Whether {@code peer}'s address is known. */
    public boolean knows(NodeId peer) {
        return linkTo(peer) != null;
    }

    private @Nullable PeerLink linkTo(NodeId peer) {
        PeerLink link = members.get(peer);
        return link != null ? link : acquaintances.get(peer);
    }

    /** Closes all connections; nothing can be sent from then on. */
    public void close() {
        closed = true;
        members.values().forEach(link -> link.close("this node is closing"));
        acquaintances.values().forEach(link -> link.close("this node is closing"));
        members.clear();
        acquaintances.clear();
    }
}
