package io.kith.cluster.simulation;

import io.kith.config.ClusterConfig;
import io.kith.config.ConfigFollower;
import io.kith.simulation.oracle.ConfigView;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A production config as clients and the oracle see it; a client's comes with what follows the chain from there. */
final class ProductionConfig implements ConfigView {
    private final ClusterConfig config;
    private final ConfigFollower follower;
    private final List<NodeId> members;

    private ProductionConfig(ClusterConfig config, ConfigFollower follower) {
        this.config = config;
        this.follower = follower;
        this.members = config.members().keySet().asList();
    }

    static ProductionConfig of(ClusterConfig config) {
        return new ProductionConfig(config, new ConfigFollower());
    }

    /** What a client holds whose {@code follower} holds a config. */
    static ProductionConfig of(ConfigFollower follower) {
        return new ProductionConfig(
                Objects.requireNonNull(follower.config(), "the follower was just advanced"), follower);
    }

    /** Whether it is of this very object: asked after every step, so it must not walk through the partitions. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ClusterConfig other) {
        return config == other;
    }

    Map<String, String> settings() {
        return config.settings();
    }

    ConfigFollower follower() {
        return follower;
    }

    @Override
    public long generation() {
        return config.generation();
    }

    @Override
    public long configId() {
        return config.configId();
    }

    @Override
    public List<NodeId> members() {
        return members;
    }

    @Override
    public List<NodeId> voters() {
        return config.voters();
    }

    @Override
    public int partitionCount() {
        return config.partitionCount();
    }

    @Override
    public int replicationFactor() {
        return config.replicationFactor();
    }

    @Override
    public long term(int partition) {
        return config.partition(partition).term();
    }

    @Override
    public List<NodeId> replicas(int partition) {
        return config.partition(partition).replicas();
    }

    @Override
    public List<NodeId> target(int partition) {
        return config.target(partition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProductionConfig that && config.equals(that.config);
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }

    @Override
    public String toString() {
        return config.toString();
    }
}
