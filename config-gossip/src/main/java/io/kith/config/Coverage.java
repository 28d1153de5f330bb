package io.kith.config;

import io.kith.transport.NodeId;
import java.util.Objects;

/**
 * What a config's replica lists lack, and what of them is of no use.
 *
 * @param lost partitions none of whose replicas is a member
 * @param underReplicated partitions with fewer replicas than they should have, of which there are no more than data nodes
 * @param withStrangers partitions that list a node which is no member
 */
record Coverage(int lost, int underReplicated, int withStrangers) {
    /** Of no partitions. */
    static final Coverage NONE = new Coverage(0, 0, 0);

    static Coverage of(ClusterConfig config) {
        long wanted = wantedReplicas(config);
        Coverage sum = NONE;
        for (int p = 0; p < config.partitionCount(); p++) {
            sum = sum.plus(of(config, p, wanted), 1);
        }
        return sum;
    }

    /**
     * As {@link #of}: looks only at the partitions that {@code next} changes where that is enough, as most configs change a
     * few of a thousand.
     */
    static Coverage after(ClusterConfig previous, ClusterConfig next) {
        if (previous.partitionCount() != next.partitionCount()
                || !previous.members().equals(next.members())
                || previous.replicationFactor() != next.replicationFactor()) {
            return of(next);
        }
        long wanted = wantedReplicas(next);
        Coverage sum = previous.coverage();
        for (int p = 0; p < next.partitionCount(); p++) {
            // Configs that follow each other share what does not change, which is seen at once.
            if (!Objects.equals(next.partition(p), previous.partition(p))) {
                sum = sum.plus(of(previous, p, wanted), -1).plus(of(next, p, wanted), 1);
            }
        }
        return sum;
    }

    private static long wantedReplicas(ClusterConfig config) {
        long dataNodes = config.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        return Math.min(config.replicationFactor(), dataNodes);
    }

    private static Coverage of(ClusterConfig config, int partition, long wanted) {
        int alive = 0;
        for (NodeId replica : config.partition(partition).replicas()) {
            alive += config.isMember(replica) ? 1 : 0;
        }
        boolean strangers = alive < config.partition(partition).replicas().size();
        return new Coverage(alive == 0 ? 1 : 0, alive < wanted ? 1 : 0, strangers ? 1 : 0);
    }

    private Coverage plus(Coverage other, int times) {
        return new Coverage(
                lost + times * other.lost,
                underReplicated + times * other.underReplicated,
                withStrangers + times * other.withStrangers);
    }
}
