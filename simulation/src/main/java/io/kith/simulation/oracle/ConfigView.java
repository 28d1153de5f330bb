package io.kith.simulation.oracle;

import io.kith.transport.NodeId;
import java.util.List;

/** What simulated clients and the oracle read in a config. Equal views are of equal configs. */
public interface ConfigView {

    /** Goes up when an operator forces a config. */
    long generation();

    /** 1, 2, 3, … */
    long configId();

    List<NodeId> members();

    List<NodeId> voters();

    int partitionCount();

    /** How many replicas each partition should have. */
    int replicationFactor();

    long term(int partition);

    /** The partition's replicas, the primary first. */
    List<NodeId> replicas(int partition);

    /** The replicas that the ring wants, the primary first. */
    List<NodeId> target(int partition);

    /** Whether this is a later config than {@code other}. */
    default boolean isNewerThan(ConfigView other) {
        return generation() != other.generation() ? generation() > other.generation() : configId() > other.configId();
    }
}
