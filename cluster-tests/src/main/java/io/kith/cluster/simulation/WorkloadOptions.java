package io.kith.cluster.simulation;

/**
 * What the clients do.
 *
 * @param clients how many there are, each with one request under way at a time
 * @param keys how many keys they share
 * @param readPerCent how many of a hundred operations are reads
 * @param thinkNanos the longest pause between two operations of a client
 * @param retryNanos after how long without an answer a client asks again
 * @param giveUpNanos after how long it gives an operation up, its outcome unknown
 * @param partitions how many the cluster has
 * @param mapPerCent how many of a hundred operations are of maps, the rest being of all other collections
 * @param clocksAgree whether the nodes' wall clocks show about the same time, so that what is to end by them does
 */
public record WorkloadOptions(
        int clients,
        int keys,
        int readPerCent,
        long thinkNanos,
        long retryNanos,
        long giveUpNanos,
        int partitions,
        int mapPerCent,
        boolean clocksAgree) {}
