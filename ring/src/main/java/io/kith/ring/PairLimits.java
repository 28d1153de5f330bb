package io.kith.ring;

/**
 * Who should share partitions with whom. There are two aims, one a size of cluster.
 *
 * <p>In a small cluster all share with all, in proportion to their shares, so that what a leaving member held can go
 * to the others in the proportions that keep them in balance, without a third member's replica having to make way.
 *
 * <p>In a large one each shares with few: the number of its peers bounds its heartbeats, and the odds that a crash of
 * any any few members at once takes all replicas of some partition (Cidon et al., "Copysets", ATC '13). A member whose
 * share is not above the average gets up to {@value #PEERS_PER_COPY} peers for each further replica of a partition, one
 * with a larger share as many times that as its share is times the average. As averages change under it, it may have
 * up to {@value #MOST_PEERS_PER_COPY} in the place of {@value #PEERS_PER_COPY}.
 *
 * <p>Both are asked for strictly at first, then, where a replica finds no place, less and less so. Only where the limit
 * of peers itself leaves no place at all is it exceeded.
 */
final class PairLimits {
    /** The most peers that a member of average share is given, for each further replica that a partition has. */
    private static final int PEERS_PER_COPY = 32;

    /** The most peers that it may be left with. */
    private static final int MOST_PEERS_PER_COPY = 40;

    /** Half as many: from there on, so that a growing cluster does not meet the limit unprepared. */
    private static final int LARGE_PER_COPY = PEERS_PER_COPY / 2;

    /** The level at which, in a large cluster, nobody gets a new peer. */
    static final int NO_NEW_PEERS = -1;

    private static final int NONE = ReplicaSets.NONE;
    private static final int[] PEERS_BY_LEVEL = {8, 12, 16, 20, 24, 28, PEERS_PER_COPY};
    private static final int PEERS_MORE_FOR_SETTLED = 4;
    private static final double[] SHARE_BY_LEVEL = {1, 1.25, 1.6};

    private final ReplicaSets sets;
    private final boolean large;
    private final double[] multiple;
    private final double[] fair;
    private final double[] zoneFair;
    private final int further;
    private final double total;

    PairLimits(ReplicaSets sets, double[] fair) {
        this.sets = sets;
        this.fair = fair;
        Topology topology = sets.topology;
        further = topology.replicas - 1;
        total = topology.totalReplicas();
        large = isLarge(topology);
        multiple = multiples(topology, fair);
        zoneFair = new double[topology.zoneCount];
        for (int i = 0; i < fair.length; i++) {
            zoneFair[topology.zone[i]] += topology.zonesNeeded == topology.replicas ? fair[i] : 0;
        }
    }

    /** Whether there are so many members that one should not have them all as peers. */
    static boolean isLarge(Topology topology) {
        int further = topology.replicas - 1;
        return further > 0 && topology.size - 1 > LARGE_PER_COPY * further;
    }

    /** For each member the most peers that it should have. */
    static int[] mostPeers(Topology topology, double[] fair) {
        double[] multiple = multiples(topology, fair);
        int[] most = new int[fair.length];
        for (int i = 0; i < most.length; i++) {
            double peers = Math.ceil(multiple[i] * MOST_PEERS_PER_COPY * (topology.replicas - 1));
            most[i] = (int) Math.min(topology.size - 1, peers);
        }
        return most;
    }

    private static double[] multiples(Topology topology, double[] fair) {
        double average = (double) topology.totalReplicas() / topology.size;
        double[] multiples = new double[fair.length];
        for (int i = 0; i < fair.length; i++) {
            multiples[i] = Math.max(1, fair[i] / average);
        }
        return multiples;
    }

    /** How many levels of strictness there are; the last one allows everything. */
    int levels() {
        return 1 + (large ? PEERS_BY_LEVEL.length : SHARE_BY_LEVEL.length);
    }

    boolean isLarge() {
        return large;
    }

    /**
     * Whether {@code member} may join {@code partition} in the place of the holder of {@code replaced}, or in an empty
     * place if that is {@link ReplicaSets#NONE}.
     */
    boolean allow(int partition, int replaced, int member, int level) {
        if (level >= levels() - 1) {
            return true;
        }
        int newPeers = 0;
        for (int index = 0; index < sets.filled(partition); index++) {
            int slot = sets.slot(partition, index);
            if (slot == replaced) {
                continue;
            }
            int other = sets.holderAt(slot);
            int shared = sets.peers().shared(member, other);
            if (!large) {
                if (shared > SHARE_BY_LEVEL[level] * proportional(member, other)) {
                    return false;
                }
            } else if (shared == 0) {
                if (level == NO_NEW_PEERS) {
                    return false;
                }
                newPeers++;
                boolean loses = replaced != NONE && sets.peers().shared(sets.holderAt(replaced), other) == 1;
                int peersOfOther = sets.peers().degree(other) + (loses ? 0 : 1);
                int limit = Math.min(PEERS_PER_COPY, PEERS_BY_LEVEL[level] + PEERS_MORE_FOR_SETTLED);
                if (peersOfOther > limit * further * multiple[other]
                        || sets.peers().degree(member) + newPeers
                                > PEERS_BY_LEVEL[level] * further * multiple[member]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many partitions the two would share if all pairs that the zones allow mixed evenly. */
    private double proportional(int a, int b) {
        int zoneA = sets.topology.zone[a];
        int zoneB = sets.topology.zone[b];
        double excluded = sets.topology.zonesNeeded == sets.topology.replicas
                ? (zoneFair[zoneA] + zoneFair[zoneB]) / 2
                : (fair[a] + fair[b]) / 2;
        double expected = further * fair[a] * fair[b] / Math.max(1, total - excluded);
        return Math.min(expected, Math.min(fair[a], fair[b]));
    }
}
