package io.kith.client.routing;

/**
 * A router's times and bounds.
 *
 * @param attemptMillis how long to wait for an answer before asking again, at first; doubles up to eight times as much
 * @param minBackoffMillis how long to wait before asking again after a node could not answer, at first
 * @param maxBackoffMillis what that grows to, by doubling
 * @param maxOpenPerPartition how many numbered writes a partition may have open at once; more wait here
 * @param readsFromReplicas whether reads may go to any replica; else to primaries
 */
public record RouterSettings(
        int attemptMillis,
        int minBackoffMillis,
        int maxBackoffMillis,
        int maxOpenPerPartition,
        boolean readsFromReplicas) {

    /** What the protocol allows a session to have open in one partition. */
    public static final int PROTOCOL_MAX_OPEN = 512;

    public RouterSettings {
        if (attemptMillis < 1 || minBackoffMillis < 1 || maxBackoffMillis < minBackoffMillis) {
            throw new IllegalArgumentException("times are at least 1 ms, and back-off does not shrink");
        }
        if (maxOpenPerPartition < 1 || maxOpenPerPartition > PROTOCOL_MAX_OPEN) {
            throw new IllegalArgumentException(
                    "1 to " + PROTOCOL_MAX_OPEN + " requests may be open, not " + maxOpenPerPartition);
        }
    }

    /** What suits a client in production. */
    public static RouterSettings defaults() {
        return new RouterSettings(2_000, 2, 100, PROTOCOL_MAX_OPEN, true);
    }

    /** The same, but for where reads may go. */
    public RouterSettings withReadsFromReplicas(boolean allowed) {
        return new RouterSettings(attemptMillis, minBackoffMillis, maxBackoffMillis, maxOpenPerPartition, allowed);
    }
}
