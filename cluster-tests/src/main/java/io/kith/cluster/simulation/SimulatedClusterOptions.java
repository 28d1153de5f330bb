package io.kith.cluster.simulation;

/**
 * The cluster that a run simulates.
 *
 * @param nodes how many nodes it starts with
 * @param maxNodes how many may run at a time
 * @param zones how many zones they spread over
 * @param partitions a power of two
 * @param replicationFactor how many replicas each partition should have
 * @param shards how many data loops a node has
 * @param leaseMillis L
 * @param clockDriftPerMille δ, which the clocks keep to
 * @param memoryBytes how many bytes of data a node takes
 * @param diskNanos how long its disk usually takes at most to persist something; 0 if it has none
 */
public record SimulatedClusterOptions(
        int nodes,
        int maxNodes,
        int zones,
        int partitions,
        int replicationFactor,
        int shards,
        int leaseMillis,
        int clockDriftPerMille,
        long memoryBytes,
        long diskNanos) {

    /** A cluster whose nodes never are full and have no disk. */
    public SimulatedClusterOptions(
            int nodes,
            int maxNodes,
            int zones,
            int partitions,
            int replicationFactor,
            int shards,
            int leaseMillis,
            int clockDriftPerMille) {
        this(
                nodes,
                maxNodes,
                zones,
                partitions,
                replicationFactor,
                shards,
                leaseMillis,
                clockDriftPerMille,
                Long.MAX_VALUE,
                0);
    }
}
