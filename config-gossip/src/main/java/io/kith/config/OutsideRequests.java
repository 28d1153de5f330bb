package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member is asked for by those who are none: admission, changes, and the forcing of a config. */
final class OutsideRequests {
    private final ProtocolPort port;
    private final HeldConfig held;
    private final Confidence confidence;
    private final ConfigGossip gossip;
    private final Adoption adoption;
    private final JoinDesk desk;
    private final OperatorRequests operators;

    OutsideRequests(
            ProtocolPort port,
            HeldConfig held,
            Confidence confidence,
            ConfigGossip gossip,
            Adoption adoption,
            JoinDesk desk,
            OperatorRequests operators) {
        this.port = port;
        this.held = held;
        this.confidence = confidence;
        this.gossip = gossip;
        this.adoption = adoption;
        this.desk = desk;
        this.operators = operators;
    }

    /** Asks again, under {@code config}, for what is asked for. */
    void begin(ClusterConfig config) {
        desk.begin(config);
        operators.begin(config);
    }

    void onJoinRequest(NodeId from, Member member) {
        ClusterConfig config = held.config();
        // Nobody asks for another, so that a node id cannot be spent by strangers.
        if (!member.id().equals(from)) {
            return;
        }
        if (config == null) {
            port.send(from, new ConfigMessage.JoinDelayed(ConfigMessage.JoinDelayed.NO_CLUSTER));
            return;
        }
        if (config.isMember(from)) {
            gossip.update(from, 0, 0);
        } else if (config.isMember(held.self())) {
            desk.asked(config, member);
        }
    }

    /** Forces a config, or says why not; returns the answer. */
    ConfigMessage onForce(ConfigMessage.ForceConfig command) {
        String refusal = confidence.refuseToForce(command);
        if (refusal == null) {
            refusal = force(command.survivors());
        }
        ClusterConfig config = held.config();
        return new ConfigMessage.ProposeAnswer(
                command.correlation(),
                refusal == null,
                refusal == null ? "" : refusal,
                config == null ? 0 : config.configId());
    }

    private @Nullable String force(List<NodeId> survivors) {
        try {
            adoption.force(survivors);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Sees to a change; returns the answer if there is one at once. */
    @Nullable
    ConfigMessage onCommand(NodeId from, ConfigMessage.ProposeChange command) {
        ClusterConfig config = held.config();
        if (config == null) {
            String reason = "this node is not in a cluster yet; ask again";
            return new ConfigMessage.ProposeAnswer(command.correlation(), false, reason, 0);
        }
        operators.asked(from, command, config);
        return null;
    }
}
