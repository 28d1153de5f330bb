package io.kith.config;

import io.kith.transport.NodeId;

/**
 * How many partitions of a config lack replicas.
 *
 * @param lost partitions none of whose replicas is a member
 * @param underReplicated partitions with fewer replicas than they should have, of which there are no more than data nodes
 */
record Coverage(int lost, int underReplicated) {

    static Coverage of(ClusterConfig config) {
        long dataNodes = config.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        long wanted = Math.min(config.replicationFactor(), dataNodes);
        int lost = 0;
        int thin = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            int alive = 0;
            for (NodeId replica : config.partition(p).replicas()) {
                alive += config.isMember(replica) ? 1 : 0;
            }
            lost += alive == 0 ? 1 : 0;
            thin += alive < wanted ? 1 : 0;
        }
        return new Coverage(lost, thin);
    }
}
