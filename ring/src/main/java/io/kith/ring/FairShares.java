package io.kith.ring;

/**
 * What each member should hold: shares in proportion to weight, as far as the rules let them be. A member holds no
 * partition twice, so its share ends at the number of partitions; a zone's share ends where a partition would need two
 * replicas in it while another zone has none. What one cannot take, the others take in proportion (water-filling).
 *
 * <p>Primaries are in proportion to weight alone: any shares of replicas that come out of the above allow that.
 */
final class FairShares {
    private static final int BISECTIONS = 200;

    private FairShares() {}

    /** For each member how many replicas it should hold; they add up to all replicas. */
    static double[] ofReplicas(Topology topology) {
        double low = 0;
        double high = topology.partitionCount;
        for (int i = 0; i < BISECTIONS && distinct(low, high); i++) {
            double middle = (low + high) / 2;
            double total = 0;
            for (int z = 0; z < topology.zoneCount; z++) {
                total += bounded(topology, z, held(topology, topology.zoneMembers[z], middle));
            }
            if (total < topology.totalReplicas()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] share = new double[topology.size];
        for (int z = 0; z < topology.zoneCount; z++) {
            int[] zoneMembers = topology.zoneMembers[z];
            double free = held(topology, zoneMembers, high);
            double total = bounded(topology, z, free);
            double level = total == free ? high : level(topology, zoneMembers, total);
            for (int member : zoneMembers) {
                share[member] = Math.min(topology.partitionCount, level * topology.weight[member]);
            }
        }
        return share;
    }

    /** For each member how many partitions it should be primary of; they add up to the partition count. */
    static double[] ofPrimaries(Topology topology) {
        long totalWeight = 0;
        for (int weight : topology.weight) {
            totalWeight += weight;
        }
        double[] share = new double[topology.size];
        for (int i = 0; i < share.length; i++) {
            share[i] = (double) topology.partitionCount * topology.weight[i] / totalWeight;
        }
        return share;
    }

    /** The replicas per unit of weight at which {@code members} hold {@code total}. */
    private static double level(Topology topology, int[] members, double total) {
        double low = 0;
        double high = topology.partitionCount;
        for (int i = 0; i < BISECTIONS && distinct(low, high); i++) {
            double middle = (low + high) / 2;
            if (held(topology, members, middle) < total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static boolean distinct(double low, double high) {
        double middle = (low + high) / 2;
        return low < middle && middle < high;
    }

    private static double bounded(Topology topology, int zone, double total) {
        return Math.max(topology.zoneMin[zone], Math.min(topology.zoneMax[zone], total));
    }

    private static double held(Topology topology, int[] members, double level) {
        double total = 0;
        for (int member : members) {
            total += Math.min(topology.partitionCount, level * topology.weight[member]);
        }
        return total;
    }
}
