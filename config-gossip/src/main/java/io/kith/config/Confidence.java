package io.kith.config;

import io.kith.transport.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a node thinks of the others, by what it hears of them and what they are known to hold. */
final class Confidence {
    private final HeldConfig held;
    private final ConfigGossip gossip;
    private final PeerHealth health;
    private final LostHolders lostHolders;

    Confidence(HeldConfig held, ConfigGossip gossip, PeerHealth health, LostHolders lostHolders) {
        this.lostHolders = lostHolders;
        this.held = held;
        this.gossip = gossip;
        this.health = health;
    }

    /** Whether this node hears {@code node} well, and so would not consent to its removal. */
    boolean wouldDefend(NodeId node) {
        return node.equals(held.self()) || health.hearsWell(node);
    }

    /** Whether {@code node} was heard lately and is not suspected. */
    boolean hears(NodeId node) {
        return health.heardLately(node) && !health.isSuspected(node);
    }

    /** See {@link ConfigCore#trusts}. */
    boolean trusts(NodeId node) {
        ClusterConfig config = held.config();
        return node.equals(held.self())
                || (config != null
                        && gossip.known(node) >= config.configId()
                        && health.heardLately(node)
                        && !health.isSuspected(node));
    }

    /** See {@link ConfigCore#hearsMajorityOfVoters}. */
    boolean hearsMajorityOfVoters() {
        ClusterConfig config = held.config();
        if (config == null) {
            return false;
        }
        long heard = config.voters().stream()
                .filter(voter -> voter.equals(held.self()) || health.heardLately(voter))
                .count();
        return heard >= config.quorum();
    }

    /** Why {@code command} may not be followed here and now, in words for people; null if it may. */
    @Nullable
    String refuseToForce(ConfigMessage.ForceConfig command) {
        ClusterConfig config = held.config();
        if (config == null) {
            return "this node holds no config yet";
        }
        if (!Objects.equals(Instance.of(config), command.held())) {
            return "this node holds " + config + " now, and not the one the command was given for; look again";
        }
        if (!config.isMember(held.self())) {
            return "this node is no longer a member";
        }
        return hearsMajorityOfVoters()
                ? "most voters answer node " + held.self().shortName()
                        + ": the cluster can change its config by itself, and nothing has to be forced"
                : lostHolders.refusal(config, command.survivors(), command.gone());
    }
}
