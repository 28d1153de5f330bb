package io.kith.cli.cluster;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How well a config is lived up to: who holds what, and what is missing.
 *
 * @param configId the version of the config that was looked at
 * @param members the members, in the order of their ids
 * @param total all partitions
 * @param full partitions with all the replicas they should have, each of them a member
 * @param underReplicated partitions that are served but lack replicas
 * @param unavailable partitions none of whose listed replicas is a member
 * @param settled partitions that are exactly where the ring wants them
 * @param fullestOverFairShare partitions of the fullest member, as a multiple of the share its weight entitles it to; 1
 *     is perfect balance, 0 means that no member takes partitions
 */
public record ClusterHealth(
        long configId,
        List<MemberShare> members,
        int total,
        int full,
        int underReplicated,
        int unavailable,
        int settled,
        double fullestOverFairShare) {

    public ClusterHealth {
        members = List.copyOf(members);
    }

    /** Looks at {@code config}. */
    public static ClusterHealth of(ClusterConfig config) {
        Map<NodeId, int[]> held = new TreeMap<>();
        config.members().keySet().forEach(id -> held.put(id, new int[2]));
        int takers = (int) config.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        int wanted = Math.min(config.replicationFactor(), takers);
        int full = 0;
        int unavailable = 0;
        int settled = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> replicas = config.partition(p).replicas();
            int alive = countHeld(config.partition(p), held);
            if (alive == 0) {
                unavailable++;
            } else if (alive == replicas.size() && alive >= wanted) {
                full++;
            }
            if (replicas.equals(config.target(p))) {
                settled++;
            }
        }
        List<MemberShare> members = new ArrayList<>();
        held.forEach((id, counts) -> {
            Member member = Objects.requireNonNull(config.member(id));
            members.add(new MemberShare(member, config.isVoter(id), counts[0], counts[1]));
        });
        return new ClusterHealth(
                config.configId(),
                members,
                config.partitionCount(),
                full,
                config.partitionCount() - full - unavailable,
                unavailable,
                settled,
                fullestOverFairShare(members, config.partitionCount(), wanted));
    }

    /**
     * How many partitions the ring wants {@code node} to hold, or to be the primary of, that it does not hold or is not the
     * primary of yet; 0 if it has its share.
     */
    public static int lackedBy(NodeId node, ClusterConfig config) {
        int lacked = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> target = config.target(p);
            boolean held = config.partition(p).lists(node);
            boolean led = config.partition(p).primary().equals(node);
            if (target.contains(node) && (!held || (target.get(0).equals(node) && !led))) {
                lacked++;
            }
        }
        return lacked;
    }

    /** Whether every partition has all its replicas. */
    public boolean isFull() {
        return full == total;
    }

    /** Whether every partition is full and where the ring wants it: nothing is left to copy or to hand over. */
    public boolean isSettled() {
        return isFull() && settled == total;
    }

    /** Adds the replicas of one partition to their holders' counts, primaries first; returns how many are members. */
    private static int countHeld(PartitionReplicas partition, Map<NodeId, int[]> held) {
        int alive = 0;
        for (int i = 0; i < partition.replicas().size(); i++) {
            int[] counts = held.get(partition.replicas().get(i));
            if (counts != null) {
                counts[i == 0 ? 0 : 1]++;
                alive++;
            }
        }
        return alive;
    }

    private static double fullestOverFairShare(List<MemberShare> members, int partitionCount, int wanted) {
        List<MemberShare> takers = members.stream()
                .filter(share -> share.member().takesPartitions())
                .toList();
        long weights =
                takers.stream().mapToLong(share -> share.member().weight()).sum();
        double fullest = 0;
        for (MemberShare share : takers) {
            // Nobody can hold a partition twice, however heavy he is.
            double fair = Math.min(
                    partitionCount,
                    (double) partitionCount * wanted * share.member().weight() / weights);
            fullest = Math.max(fullest, share.held() / fair);
        }
        return fullest;
    }
}
