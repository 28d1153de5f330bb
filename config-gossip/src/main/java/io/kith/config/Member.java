package io.kith.config;

import io.kith.transport.ForeignText;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;

/**
 * A node that a config lists.
 *
 * @param id names this start of the node
 * @param address where it listens
 * @param zone its failure domain; replicas of a partition go to different zones where there are enough
 * @param weight how many shares of the partitions it takes, 1 to 1000; ordinary nodes have 100
 * @param witness whether it only votes and holds no data
 * @param state active or leaving
 * @param admittedIn the config_id of the first config that listed it; lower is older
 * @param full whether it has said that it has no memory left for more data
 */
public record Member(
        NodeId id,
        NodeAddress address,
        String zone,
        int weight,
        boolean witness,
        MemberState state,
        long admittedIn,
        boolean full) {

    /** The weight of a node for which nothing else was asked. */
    public static final int DEFAULT_WEIGHT = 100;

    /** The zone of a node for which nothing else was asked. */
    public static final String DEFAULT_ZONE = "default";

    private static final int MAX_WEIGHT = 1_000;
    private static final int MAX_ZONE_LENGTH = 64;

    public Member {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not between 1 and " + MAX_WEIGHT);
        }
        if (zone.isBlank() || zone.length() > MAX_ZONE_LENGTH) {
            throw new IllegalArgumentException("a zone has 1 to " + MAX_ZONE_LENGTH + " characters");
        }
        ForeignText.requireWellFormed("a zone", zone);
    }

    /** A member that has room for data. */
    public Member(
            NodeId id,
            NodeAddress address,
            String zone,
            int weight,
            boolean witness,
            MemberState state,
            long admittedIn) {
        this(id, address, zone, weight, witness, state, admittedIn, false);
    }

    /** Whether the ring wants partitions on it. */
    public boolean takesPartitions() {
        return state == MemberState.ACTIVE && !witness;
    }

    Member leaving() {
        return new Member(id, address, zone, weight, witness, MemberState.LEAVING, admittedIn, full);
    }

    Member admittedIn(long configId) {
        return new Member(id, address, zone, weight, witness, state, configId, full);
    }

    Member full(boolean isFull) {
        return new Member(id, address, zone, weight, witness, state, admittedIn, isFull);
    }
}
