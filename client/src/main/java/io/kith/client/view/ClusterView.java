package io.kith.client.view;

import java.util.List;

/**
 * The cluster in one version of its config.
 *
 * @param clusterName its name
 * @param configId the version, which goes up with each change
 * @param partitionCount how many partitions all data is spread over
 * @param replicationFactor how many replicas each partition should have
 * @param members those that belong to it, in the order of their ids
 * @param underReplicated how many partitions have fewer replicas than they should, or than there are members to hold them
 * @param lost how many partitions have lost their last replica
 */
public record ClusterView(
        String clusterName,
        long configId,
        int partitionCount,
        int replicationFactor,
        List<MemberView> members,
        int underReplicated,
        int lost) {

    public ClusterView {
        members = List.copyOf(members);
    }
}
