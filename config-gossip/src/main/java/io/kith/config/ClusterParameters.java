package io.kith.config;

import io.kith.transport.ForeignText;

/**
 * What is fixed when a cluster is created.
 *
 * @param clusterName nodes and clients of another name are refused
 * @param partitionCount slices of the token space, a power of two up to 65536
 * @param leaseMillis L of the lease rules: how long a grant runs
 * @param clockDriftPerMille δ of the lease rules: how much faster one node's clock may run than another's
 */
public record ClusterParameters(String clusterName, int partitionCount, int leaseMillis, int clockDriftPerMille) {

    /** The partitions of a cluster for which nothing else was asked. */
    public static final int DEFAULT_PARTITION_COUNT = 1024;

    /** The lease of a cluster for which nothing else was asked. */
    public static final int DEFAULT_LEASE_MILLIS = 1_000;

    /** The drift bound of a cluster for which nothing else was asked. */
    public static final int DEFAULT_CLOCK_DRIFT_PER_MILLE = 10;

    private static final int MAX_PARTITION_COUNT = 65_536;
    private static final int MAX_NAME_LENGTH = 64;

    public ClusterParameters {
        if (clusterName.isBlank() || clusterName.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a cluster name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        ForeignText.requireWellFormed("a cluster name", clusterName);
        if (partitionCount < 1 || partitionCount > MAX_PARTITION_COUNT || Integer.bitCount(partitionCount) != 1) {
            throw new IllegalArgumentException(
                    "the partition count is a power of two up to " + MAX_PARTITION_COUNT + ", not " + partitionCount);
        }
        if (leaseMillis < 20 || leaseMillis > 60_000) {
            throw new IllegalArgumentException("a lease lasts 20 to 60000 ms, not " + leaseMillis);
        }
        if (clockDriftPerMille < 0 || clockDriftPerMille > 500) {
            throw new IllegalArgumentException(
                    "the clock drift bound is 0 to 500 per mille, not " + clockDriftPerMille);
        }
    }

    /** The defaults, for a cluster named {@code clusterName}. */
    public static ClusterParameters defaults(String clusterName) {
        return new ClusterParameters(
                clusterName, DEFAULT_PARTITION_COUNT, DEFAULT_LEASE_MILLIS, DEFAULT_CLOCK_DRIFT_PER_MILLE);
    }

    /** L, in nanoseconds. */
    public long leaseNanos() {
        return leaseMillis * 1_000_000L;
    }

    /** How long a duration of {@code nanos} on one node's clock may take on another's: {@code nanos}·(1+δ), rounded up. */
    public long stretchNanos(long nanos) {
        return nanos + nanos / 1_000 * clockDriftPerMille + clockDriftPerMille;
    }
}
