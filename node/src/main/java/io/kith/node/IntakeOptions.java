package io.kith.node;

import io.kith.node.wiring.IntakeWishes;

/**
 * How much a node takes in at a time from its clients. What is 0 is chosen by what the process has: its heap, its memory
 * for direct buffers, its descriptors.
 *
 * @param receiveLimitBytes what requests of more than 64 KiB may take, from when they begin to arrive until they are answered;
 *     those of other nodes may take as much of their own. At least one value of the largest size and 64 KiB. Of itself an
 *     eighth of the heap
 * @param maxConnections how many connections clients may have; nodes are let in all the same. Of itself as many as the
 *     process has descriptors for, and as take up half of its memory for direct buffers when each holds 64 KiB
 * @param maxConnectionsPerAddress how many of those may come from one address. Of itself three quarters of them
 */
public record IntakeOptions(long receiveLimitBytes, int maxConnections, int maxConnectionsPerAddress) {

    public IntakeOptions {
        if (receiveLimitBytes < 0 || maxConnections < 0 || maxConnectionsPerAddress < 0) {
            throw new IllegalArgumentException("a bound is at least 1, or 0 to have it chosen, not " + receiveLimitBytes
                    + ", " + maxConnections + " or " + maxConnectionsPerAddress);
        }
    }

    /** All is chosen. */
    public static IntakeOptions defaults() {
        return new IntakeOptions(0, 0, 0);
    }

    /** The same, with another limit for large requests. */
    public IntakeOptions receiveLimitBytes(long bytes) {
        return new IntakeOptions(bytes, maxConnections, maxConnectionsPerAddress);
    }

    /** The same, with another bound for connections. */
    public IntakeOptions maxConnections(int connections) {
        return new IntakeOptions(receiveLimitBytes, connections, maxConnectionsPerAddress);
    }

    /** The same, with another bound for connections from one address. */
    public IntakeOptions maxConnectionsPerAddress(int connections) {
        return new IntakeOptions(receiveLimitBytes, maxConnections, connections);
    }

    IntakeWishes wishes(int valueLimitBytes) {
        return new IntakeWishes(valueLimitBytes, receiveLimitBytes, maxConnections, maxConnectionsPerAddress);
    }
}
