package io.kith.client.routing;

import io.kith.config.ClusterConfig;
import io.kith.config.ConfigFollower;
import io.kith.config.ConfigMessage;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** Follows the cluster's config: asks nodes for it, and applies what they tell. */
final class FollowedConfig {
    private final ClientPort port;
    private final LinkMonitor monitor;
    private final ConfigFollower follower = new ConfigFollower();

    /** The config that was held when a node was last heard to hold a newer one. */
    private long outdatedConfigId = -1;

    FollowedConfig(ClientPort port, LinkMonitor monitor) {
        this.port = port;
        this.monitor = monitor;
    }

    /** The newest config known; null before the first. */
    @Nullable
    ClusterConfig config() {
        return follower.config();
    }

    /** The version of the newest config known, 0 for none. */
    long configId() {
        ClusterConfig config = follower.config();
        return config == null ? 0 : config.configId();
    }

    /** Asks a node for what it knows and we do not; one that we do not know, for all that it knows: it may be of another cluster. */
    void ask(NodeId node) {
        ClusterConfig held = follower.config();
        boolean isUnknown = held != null && !held.isMember(node);
        port.send(node, isUnknown ? new ConfigMessage.PullConfig(0, 0) : follower.pull());
    }

    /** The other cluster that an update is about, for people; null if it is about the one that is followed. */
    @Nullable
    String otherCluster(ConfigMessage.ConfigUpdate update) {
        ClusterConfig held = follower.config();
        if (held == null || held.clusterId().equals(update.leadsTo().clusterId())) {
            return null;
        }
        String id = update.leadsTo().clusterId().shortName();
        return update instanceof ConfigMessage.FullConfig full
                ? "'" + full.config().parameters().clusterName() + "' (" + id + ")"
                : id;
    }

    /** Asks any connected node, if possible another than {@code except}. */
    void askAny(@Nullable NodeId except) {
        NodeId node = monitor.neighbour(except);
        if (node != null) {
            ask(node);
        }
    }

    /**
     * The node {@code from} holds that config. Nodes send what is newer of themselves; who hears of it twice and has not got it
     * has lost it, and asks.
     */
    void heardOf(NodeId from, long nodesConfigId) {
        ClusterConfig config = follower.config();
        if (config != null && !config.isMember(from) && nodesConfigId > 0) {
            // It may have been in no cluster when it was asked, and is to say of which it is now.
            ask(from);
            return;
        }
        long held = configId();
        if (nodesConfigId > held) {
            if (outdatedConfigId == held) {
                ask(from);
            }
            outdatedConfigId = held;
        }
    }

    /** Applies what a node told, or asks it for what lies between; returns the config if it is a newer one. */
    @Nullable
    ClusterConfig update(NodeId from, ConfigMessage.ConfigUpdate update) {
        ConfigFollower.Outcome outcome = follower.apply(update);
        if (outcome == ConfigFollower.Outcome.GAP) {
            ask(from);
        }
        return outcome == ConfigFollower.Outcome.ADVANCED ? follower.config() : null;
    }
}
