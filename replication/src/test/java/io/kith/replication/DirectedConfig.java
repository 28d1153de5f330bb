package io.kith.replication;

import io.kith.config.ClusterConfig;
import io.kith.simulation.oracle.ConfigView;
import io.kith.transport.NodeId;
import java.util.List;

/** A config as the oracle sees it. */
record DirectedConfig(ClusterConfig config) implements ConfigView {

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
        return config.members().keySet().asList();
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
    public String toString() {
        return config.toString();
    }
}
