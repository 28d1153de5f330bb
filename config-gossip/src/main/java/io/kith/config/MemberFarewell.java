package io.kith.config;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Nobody forgets too early: who voted in an instance, or decided it, is needed until most voters of the config that it
 * led to hold that config, as until then it may be the only one who knows.
 */
final class MemberFarewell {
    private final NodeId self;
    private final ConfigGossip gossip;
    private boolean tookPart;

    MemberFarewell(NodeId self, ConfigGossip gossip) {
        this.self = self;
        this.gossip = gossip;
    }

    /** The config that replaced {@code previous} is held now. */
    void begin(@Nullable ClusterConfig previous) {
        tookPart |= previous != null && previous.isVoter(self);
    }

    /** Whether nobody needs this node's memory of the config any more. */
    boolean isDue(ClusterConfig config, boolean hasUndecidedVote) {
        if (config.members().size() == 1 && config.isMember(self)) {
            return true;
        }
        long holding = config.voters().stream()
                .filter(voter -> !voter.equals(self) && gossip.known(voter) >= config.configId())
                .count();
        return !hasUndecidedVote && (!tookPart || holding >= config.quorum());
    }

    /** Asks the voters of whom it is not known whether they hold {@code config}. */
    void ask(ClusterConfig config) {
        for (NodeId voter : config.voters()) {
            if (!voter.equals(self) && gossip.known(voter) < config.configId()) {
                gossip.sayWhatIsHeld(voter, true);
            }
        }
    }
}
