package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A member's desk for those who want to join: it asks for their admission until they are members or stop asking, once they
 * are reached at the addresses that they say, and unless they come and go too often.
 */
final class JoinDesk {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_WAITING = 1_024;

    private record Waiting(Member member, long askedAtNanos) {}

    private final HeldConfig held;
    private final ProtocolPort port;
    private final ConfigListener listener;
    private final AddressChecks checks;
    private final Flapping flapping;
    private final TreeMap<NodeId, Waiting> waiting = new TreeMap<>();

    JoinDesk(HeldConfig held, Confidence confidence, ProtocolPort port, AddressProof proof, ConfigListener listener) {
        this.held = held;
        this.port = port;
        this.listener = listener;
        this.checks = new AddressChecks(held, confidence, port, proof, this::checked);
        this.flapping = new Flapping(port);
    }

    AddressChecks checks() {
        return checks;
    }

    /** {@code next} has taken the place of {@code previous}. */
    void note(ClusterConfig previous, ClusterConfig next) {
        flapping.note(previous, next);
    }

    /** {@code member} asks to be admitted to the cluster of {@code config}. */
    void asked(ClusterConfig config, Member member) {
        NodeId id = member.id();
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(id)) {
            port.send(id, new ConfigMessage.JoinDelayed("too many nodes want to join at once"));
            return;
        }
        // Who brings something back that nobody else has is waited for.
        long heldOffSeconds = config.holdsAny(id) ? 0 : flapping.holdOffSeconds(member.address());
        if (heldOffSeconds > 0) {
            waiting.remove(id);
            refuse(
                    member,
                    "a node at " + member.address() + " was admitted and soon removed, as it was not heard, "
                            + flapping.times(member.address()) + " times: it has to wait for " + heldOffSeconds
                            + " s; check its links and --advertise",
                    false);
            return;
        }
        waiting.put(id, new Waiting(member, port.clock().nowNanos()));
        if (checks.isProven(config, member)) {
            propose(member);
        }
    }

    private void checked(Member member, @Nullable String reason) {
        if (reason != null) {
            waiting.remove(member.id());
            refuse(member, reason, true);
        } else if (waiting.containsKey(member.id())) {
            propose(member);
        }
    }

    private void refuse(Member member, String reason, boolean isUnreachable) {
        port.send(member.id(), new ConfigMessage.JoinDelayed(reason));
        listener.admissionRefused(member, reason, isUnreachable);
    }

    private void propose(Member member) {
        String refusal = held.propose(new Change.Admit(held.self(), member));
        if (refusal != null) {
            port.send(member.id(), new ConfigMessage.JoinDelayed(refusal));
        }
    }

    /** Asks again for those whom {@code config} does not list. */
    void begin(ClusterConfig config) {
        long now = port.clock().nowNanos();
        waiting.values()
                .removeIf(entry -> config.isMember(entry.member().id()) || now - entry.askedAtNanos() > PATIENCE_NANOS);
        for (Waiting entry : new TreeMap<>(waiting).values()) {
            if (checks.isProven(config, entry.member())) {
                held.propose(new Change.Admit(held.self(), entry.member()));
            }
        }
    }
}
