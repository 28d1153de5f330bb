package io.kith.replication.host;

/**
 * The times replication works with, besides the lease.
 *
 * @param heartbeatNanos how often nodes heartbeat each other
 * @param tickNanos how often each partition looks after what is overdue
 * @param resendNanos after how long without an answer a message is sent again
 * @param commitNoticeNanos how long a commit point waits for traffic to ride on before it is sent on its own
 * @param slowReplicaNanos after how long without an acknowledgement the primary asks to drop a replica
 * @param joinerPatienceNanos after how long without progress a copy is given up
 * @param drainNanos how long a handover may wait for open writes before it is called off
 * @param sessionSilenceMillis after how long without a request a session is expired
 */
public record ReplicationTimes(
        long heartbeatNanos,
        long tickNanos,
        long resendNanos,
        long commitNoticeNanos,
        long slowReplicaNanos,
        long joinerPatienceNanos,
        long drainNanos,
        long sessionSilenceMillis) {

    private static final long MILLI = 1_000_000L;

    /** The same times but for two. */
    public ReplicationTimes with(long otherHeartbeatNanos, long otherSessionSilenceMillis) {
        return new ReplicationTimes(
                otherHeartbeatNanos,
                tickNanos,
                resendNanos,
                commitNoticeNanos,
                slowReplicaNanos,
                joinerPatienceNanos,
                drainNanos,
                otherSessionSilenceMillis);
    }

    /** The times that go with a heartbeat of 250 ms and a lease of 1 s. */
    public static ReplicationTimes defaults() {
        return new ReplicationTimes(
                250 * MILLI, 20 * MILLI, 100 * MILLI, 2 * MILLI, 3_000 * MILLI, 5_000 * MILLI, 500 * MILLI, 3_600_000L);
    }
}
