package io.kith.ring;

import java.util.ArrayList;
import java.util.List;

/**
 * How evenly a placement spreads over its members.
 *
 * @param members one entry for each member, in their order
 * @param worstReplicaOverload the greatest ratio of replicas held to the fair share of replicas, over all members; 0 if
 *     there are none
 * @param worstPrimaryOverload the same of primaries
 * @param widestScatter the greatest number of different members that share partitions with one member
 */
public record RingBalance(
        List<Load> members, double worstReplicaOverload, double worstPrimaryOverload, int widestScatter) {

    /**
     * What one member holds.
     *
     * @param replicas partitions it is a replica of, as primary or not
     * @param primaries partitions it is the primary of
     * @param fairReplicas how many replicas it should hold by its weight, as far as the rules on zones and distinct
     *     members let it
     * @param fairPrimaries how many partitions it should be primary of by its weight
     * @param scatter how many different members share partitions with it
     * @param scatterBound the most that placements by {@link RingPlacement} let it have, see there
     */
    public record Load(
            int replicas, int primaries, double fairReplicas, double fairPrimaries, int scatter, int scatterBound) {}

    public RingBalance {
        members = List.copyOf(members);
    }

    /**
     * The balance of {@code placement}.
     *
     * @param members as given to {@link RingPlacement#next}
     * @param replicationFactor at least 1
     * @param placement for each partition its replicas as indices into {@code members}, the primary first; may be one
     *     that the ring did not choose. Entries below 0 are left out.
     */
    public static RingBalance of(List<RingMember> members, int replicationFactor, int[][] placement) {
        if (members.isEmpty()) {
            return new RingBalance(List.of(), 0, 0, 0);
        }
        Topology topology = new Topology(members, placement.length, replicationFactor);
        double[] fairReplicas = FairShares.ofReplicas(topology);
        double[] fairPrimaries = FairShares.ofPrimaries(topology);
        int[] scatterBound = PairLimits.mostPeers(topology, fairReplicas);
        int[] replicas = new int[topology.size];
        int[] primaries = new int[topology.size];
        SharingGraph peers = new SharingGraph(topology.size);
        for (int[] list : placement) {
            for (int i = 0; i < list.length; i++) {
                if (list[i] >= 0) {
                    replicas[list[i]]++;
                    primaries[list[i]] += i == 0 ? 1 : 0;
                    for (int j = 0; j < i; j++) {
                        if (list[j] >= 0) {
                            peers.share(list[i], list[j]);
                        }
                    }
                }
            }
        }
        List<Load> loads = new ArrayList<>();
        double worstReplicas = 0;
        double worstPrimaries = 0;
        int widest = 0;
        for (int i = 0; i < topology.size; i++) {
            loads.add(new Load(
                    replicas[i], primaries[i], fairReplicas[i], fairPrimaries[i], peers.degree(i), scatterBound[i]));
            worstReplicas = Math.max(worstReplicas, replicas[i] / fairReplicas[i]);
            worstPrimaries = Math.max(worstPrimaries, primaries[i] / fairPrimaries[i]);
            widest = Math.max(widest, peers.degree(i));
        }
        return new RingBalance(loads, worstReplicas, worstPrimaries, widest);
    }
}
