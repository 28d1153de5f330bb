package io.kith.config;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeId;
import java.util.Arrays;
import java.util.List;

/** Makes config 1 of a new cluster. */
public final class Genesis {

    private Genesis() {}

    /**
     * Config 1: its founder is the only member, the only voter and the only replica of every partition.
     *
     * @param clusterId drawn at random; two clusters never merge
     * @param founder the node that creates the cluster; no witness, as somebody must hold the data
     * @param replicationFactor how many replicas each partition should have once there are nodes enough, 1 to 7
     * @throws IllegalArgumentException if the founder is a witness or the replication factor is out of range
     */
    public static ClusterConfig config(
            NodeId clusterId, ClusterParameters parameters, Member founder, int replicationFactor) {
        if (founder.witness()) {
            throw new IllegalArgumentException(
                    "a witness holds no data and cannot create a cluster; start it with a neighbour's address");
        }
        String factor = Integer.toString(replicationFactor);
        String refusal = Settings.refusal(ClusterConfig.REPLICATION_FACTOR, factor);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        ImmutableSortedMap<NodeId, Member> members = ImmutableSortedMap.of(founder.id(), founder.admittedIn(1));
        PartitionReplicas[] partitions = new PartitionReplicas[parameters.partitionCount()];
        Arrays.fill(partitions, new PartitionReplicas(1, List.of(founder.id()), 1));
        List<NodeId>[] targets = RingTargets.next(members, replicationFactor, RingTargets.newLists(partitions.length));
        return new ClusterConfig(
                clusterId,
                parameters,
                1,
                1,
                members,
                List.of(founder.id()),
                partitions,
                targets,
                SettingsTable.founding(founder.id(), ImmutableSortedMap.of(ClusterConfig.REPLICATION_FACTOR, factor)),
                MemberJournal.founding(founder));
    }
}
