package io.kith.replication.shared;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the control loop told a shard of the cluster: the config, and whom no direct link reaches. */
public final class KnownCluster {
    private final NodeId self;
    private @Nullable ClusterConfig config;
    private SortedMap<NodeId, List<NodeId>> deadLinks = Collections.emptySortedMap();

    /** Knows nothing yet. */
    public KnownCluster(NodeId self) {
        this.self = self;
    }

    /** This node. */
    public NodeId self() {
        return self;
    }

    /** Whether a config is held. */
    public boolean hasConfig() {
        return config != null;
    }

    /** The config that is held. */
    public ClusterConfig config() {
        return Objects.requireNonNull(config, "a shard without a config serves nothing");
    }

    /** The config that is held, or null before the first. */
    public @Nullable ClusterConfig configOrNull() {
        return config;
    }

    /** Holds {@code next} from now on. */
    public void hold(ClusterConfig next) {
        config = next;
    }

    /** The lease that nodes give each other. */
    public long leaseNanos() {
        return config().parameters().leaseNanos();
    }

    /** Nodes that live and that no direct link from here reaches, each with those who do reach it, best first. */
    public void deadLinks(SortedMap<NodeId, List<NodeId>> reachedBy) {
        deadLinks = reachedBy;
    }

    /** Those who reach {@code node} directly, best first; null if this node does. */
    public @Nullable List<NodeId> reachedByOthers(NodeId node) {
        return deadLinks.get(node);
    }
}
