package io.kith.simulation.fault;

/**
 * Which faults a run has, and how many. Every {@code everyMinNanos} to {@code everyMaxNanos} each kind happens with its
 * chance, 0 to 1.
 *
 * @param everyMinNanos the shortest time between two rounds of faults
 * @param everyMaxNanos the longest
 * @param maxDurationNanos the longest that a cut, pause or hang lasts; short ones are likelier
 * @param cut a partition of the network, of a random shape
 * @param pause a process stops, its clocks run on
 * @param suspend a machine is suspended, its monotonic clock stands still
 * @param hang one loop of a process stops
 * @param clockJump a wall clock is set
 * @param slow a process becomes slow, or fast again
 * @param crash a process dies
 * @param massCrash about half of all nodes die at once
 * @param restart after a crash a new process joins
 * @param join a new process joins
 * @param leave a node leaves in order
 * @param handOver an operator moves a primary
 */
public record FaultOptions(
        long everyMinNanos,
        long everyMaxNanos,
        long maxDurationNanos,
        double cut,
        double pause,
        double suspend,
        double hang,
        double clockJump,
        double slow,
        double crash,
        double massCrash,
        double restart,
        double join,
        double leave,
        double handOver) {

    private static final long MILLIS = 1_000_000L;

    /** No faults at all. */
    public static FaultOptions none() {
        return new FaultOptions(100 * MILLIS, 200 * MILLIS, MILLIS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
