package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process asks the nodes that it knows, one after the other and again and again, to make it a member. */
final class Joining {
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MAX_CONTACTS = 64;

    private final ProtocolPort port;
    private final List<NodeId> contacts = new ArrayList<>();
    private @Nullable Member member;
    private @Nullable Cancellable timer;
    private int turn;

    Joining(ProtocolPort port) {
        this.port = port;
    }

    /** Whether this process asks to become a member. */
    boolean isUnderWay() {
        return member != null;
    }

    /** Begins to ask, under the name of {@code self}. */
    void start(Member self, Collection<NodeId> known) {
        stop();
        contacts.clear();
        member = self;
        for (NodeId node : known) {
            if (!node.equals(self.id()) && contacts.size() < MAX_CONTACTS) {
                contacts.add(node);
            }
        }
        ask();
    }

    /** A node to ask was found. */
    void addContact(NodeId node) {
        Member self = member;
        if (self == null || node.equals(self.id())) {
            return;
        }
        if (!contacts.contains(node)) {
            if (contacts.size() >= MAX_CONTACTS) {
                contacts.remove(0);
            }
            contacts.add(node);
        }
        port.send(node, new ConfigMessage.JoinRequest(self));
    }

    /** No more asking. */
    void stop() {
        member = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void ask() {
        Member self = member;
        if (self == null) {
            return;
        }
        if (!contacts.isEmpty()) {
            turn = (turn + 1) % contacts.size();
            port.send(contacts.get(turn), new ConfigMessage.JoinRequest(self));
        }
        timer = port.schedule(AGAIN_NANOS, this::ask);
    }
}
