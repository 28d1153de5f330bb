package io.kith.config;

import io.kith.transport.NodeId;

/**
 * A place in the chain of configs of one cluster. As an instance of agreement it is the one that decides the config
 * after the one named here.
 *
 * @param clusterId the cluster
 * @param generation the generation; a higher one fences off the chain of a lower one for ever
 * @param configId the version, from 1
 */
public record Instance(NodeId clusterId, long generation, long configId) {

    private static final long MAX_CONFIG_ID = 1L << 62;

    public Instance {
        if (generation < 1 || configId < 1 || configId > MAX_CONFIG_ID) {
            throw new IllegalArgumentException("generations and config ids count from 1 (up to " + MAX_CONFIG_ID
                    + "), not " + generation + " and " + configId);
        }
    }

    /** The place of {@code config} in its chain. */
    public static Instance of(ClusterConfig config) {
        return new Instance(config.clusterId(), config.generation(), config.configId());
    }

    /** Whether a node that is here may adopt a config that is at {@code other}. */
    boolean isBehind(Instance other) {
        return clusterId.equals(other.clusterId) && generation <= other.generation && configId < other.configId;
    }
}
