package io.kith.ring;

import java.util.Arrays;
import java.util.List;

/**
 * The members that a placement is for, in the order of their ids, with their zones numbered, and what the rules ask of
 * one partition.
 */
final class Topology {
    final int partitionCount;

    /** Replicas each partition gets: the replication factor, or all members if they are fewer. */
    final int replicas;

    /** Different zones that the replicas of one partition lie in: as many as there are, up to one for each replica. */
    final int zonesNeeded;

    final int size;
    final List<RingMember> members;
    final int[] weight;
    final int[] zone;
    final int zoneCount;
    final int[][] zoneMembers;

    /** The fewest and the most replicas that the members of a zone can hold together under the rules. */
    final int[] zoneMin;

    final int[] zoneMax;

    /** @param members ordered by id, at least one */
    Topology(List<RingMember> members, int partitionCount, int replicationFactor) {
        this.members = members;
        this.partitionCount = partitionCount;
        size = members.size();
        replicas = Math.min(replicationFactor, size);
        String[] zones =
                members.stream().map(RingMember::zone).distinct().sorted().toArray(String[]::new);
        zoneCount = zones.length;
        zonesNeeded = Math.min(replicas, zoneCount);
        weight = new int[size];
        zone = new int[size];
        int[] zoneSize = new int[zoneCount];
        for (int i = 0; i < size; i++) {
            weight[i] = members.get(i).weight();
            zone[i] = Arrays.binarySearch(zones, members.get(i).zone());
            zoneSize[zone[i]]++;
        }
        zoneMin = new int[zoneCount];
        zoneMax = new int[zoneCount];
        zoneMembers = new int[zoneCount][];
        for (int z = 0; z < zoneCount; z++) {
            zoneMembers[z] = new int[zoneSize[z]];
        }
        for (int i = size - 1; i >= 0; i--) {
            zoneMembers[zone[i]][--zoneSize[zone[i]]] = i;
        }
        int mostOfOnePartition = replicas - zonesNeeded + 1;
        for (int z = 0; z < zoneCount; z++) {
            zoneMin[z] = zoneCount <= replicas ? partitionCount : 0;
            zoneMax[z] = partitionCount * Math.min(zoneMembers[z].length, mostOfOnePartition);
        }
    }

    /** All replicas of all partitions. */
    int totalReplicas() {
        return partitionCount * replicas;
    }
}
