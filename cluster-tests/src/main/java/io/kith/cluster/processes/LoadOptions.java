package io.kith.cluster.processes;

import java.time.Duration;

/**
 * How much load there is.
 *
 * @param clients how many clients are connected
 * @param threads how many threads use them
 * @param operationsPerSecond how many operations all threads together begin, if none waits
 * @param subjects how many objects are in use at once
 * @param deadline after how long a client gives an operation up
 * @param seed what the threads' choices are drawn from
 */
public record LoadOptions(
        int clients, int threads, int operationsPerSecond, int subjects, Duration deadline, long seed) {

    /** What a test of a few seconds needs. */
    public static LoadOptions ofTest() {
        return new LoadOptions(2, 6, 600, 16, Duration.ofMinutes(2), 1);
    }

    /** The same, drawn from another seed. */
    public LoadOptions seed(long other) {
        return new LoadOptions(clients, threads, operationsPerSecond, subjects, deadline, other);
    }

    /** The same, with other patience. */
    public LoadOptions deadline(Duration other) {
        return new LoadOptions(clients, threads, operationsPerSecond, subjects, other, seed);
    }
}
