package io.kith.config;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** The newest config that a node holds, with what belongs to it: its history, the vote on the next, and this node's wishes. */
final class HeldConfig {
    private final NodeId self;
    private final ConfigRules rules;
    private @Nullable Chain chain;
    private boolean stopped;

    /** What there is once a config is held. */
    record Chain(ConfigHistory history, Agreement agreement, Petition petition) {}

    HeldConfig(NodeId self, ConfigRules rules) {
        this.self = self;
        this.rules = rules;
    }

    NodeId self() {
        return self;
    }

    ConfigRules rules() {
        return rules;
    }

    /** What belongs to the config; null before the first. */
    @Nullable
    Chain chain() {
        return chain;
    }

    /** The first config is held. */
    void found(Chain first) {
        chain = first;
    }

    /** The newest config; null before the first. */
    @Nullable
    ClusterConfig config() {
        return chain == null ? null : chain.history().config();
    }

    /** No more messages and no more timers. */
    void stop() {
        stopped = true;
        if (chain != null) {
            chain.petition().stop();
            chain.agreement().stop();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** See {@link ConfigCore#updateSince}. */
    ConfigMessage.@Nullable ConfigUpdate updateSince(long configId) {
        return chain == null
                ? null
                : chain.history().since(chain.history().config().generation(), configId);
    }

    /** See {@link ConfigCore#propose}. */
    @Nullable
    String propose(Change change) {
        Chain current = chain;
        if (current == null || stopped) {
            return stopped ? "this node has stopped" : "this node holds no config yet";
        }
        if (!change.author().equals(self)) {
            return "a node asks only for changes of its own";
        }
        if (current.petition().has(change)) {
            return null;
        }
        ClusterConfig config = current.history().config();
        if (!ValueBuilder.isRemovalOfVoter(config, change)) {
            String refusal = new ConfigDraft(config, rules).apply(change);
            if (refusal != null) {
                return refusal;
            }
        } else if (!config.isMember(self)) {
            return "this node is not a member";
        }
        return current.petition().add(change) ? null : "too many changes are being asked for; ask again later";
    }

    /** See {@link ConfigCore#wantedLate}. */
    void wantedLate(long configId, Change change) {
        Chain current = chain;
        if (current != null && !stopped) {
            Instance held = Instance.of(current.history().config());
            if (configId >= 1 && configId < held.configId()) {
                current.petition().late(new Instance(held.clusterId(), held.generation(), configId), change);
            }
        }
    }

    /** Whether this node votes in an instance that it does not know to be decided. */
    boolean hasUndecidedVote() {
        return chain != null && chain.agreement().hasUndecidedVote();
    }
}
