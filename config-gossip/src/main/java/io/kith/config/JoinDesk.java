package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A member's desk for those who want to join: it asks for their admission until they are members or stop asking. */
final class JoinDesk {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_WAITING = 1_024;

    private record Waiting(Member member, long askedAtNanos) {}

    private final HeldConfig held;
    private final ProtocolPort port;
    private final TreeMap<NodeId, Waiting> waiting = new TreeMap<>();

    JoinDesk(HeldConfig held, ProtocolPort port) {
        this.held = held;
        this.port = port;
    }

    /** {@code member} asks to be admitted to the cluster of {@code config}. */
    void asked(ClusterConfig config, Member member) {
        NodeId id = member.id();
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(id)) {
            port.send(id, new ConfigMessage.JoinDelayed("too many nodes want to join at once"));
            return;
        }
        waiting.put(id, new Waiting(member, port.clock().nowNanos()));
        String refusal = held.propose(new Change.Admit(held.self(), member));
        if (refusal != null) {
            port.send(id, new ConfigMessage.JoinDelayed(refusal));
        }
    }

    /** Asks again for those whom {@code config} does not list. */
    void begin(ClusterConfig config) {
        long now = port.clock().nowNanos();
        waiting.values()
                .removeIf(entry -> config.isMember(entry.member().id()) || now - entry.askedAtNanos() > PATIENCE_NANOS);
        for (Waiting entry : waiting.values()) {
            held.propose(new Change.Admit(held.self(), entry.member()));
        }
    }
}
