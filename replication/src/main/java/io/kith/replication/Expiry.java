package io.kith.replication;

/**
 * What a primary lets end because its time has come: entries with a time to live, and sessions of clients that have been
 * silent for long. Ends are logged like any other write, so all replicas see them at the same place in the log.
 */
final class Expiry {
    private static final int MOST_AT_ONCE = 64;
    private static final int SESSIONS_EVERY = 600;

    private final PartitionServer server;
    private long dueNanos = ReceivedGrants.NEVER;
    private long loggedThrough;
    private int rounds;

    Expiry(PartitionServer server) {
        this.server = server;
    }

    void tick(PrimaryRole role, long nowNanos) {
        Replica replica = server.replica();
        // What is logged and not applied yet would be listed again.
        boolean applied = replica.committed() >= loggedThrough;
        if (nowNanos < dueNanos || !role.isActive() || !applied) {
            return;
        }
        ShardContext shard = server.shard();
        dueNanos = nowNanos + shard.times.resendNanos();
        long nowMillis = shard.port.clock().wallMillis();
        replica.state().nextExpiries(nowMillis, MOST_AT_ONCE).forEach(role::orderOwn);
        if (rounds++ % SESSIONS_EVERY == 0) {
            replica.state()
                    .silentSessions(nowMillis - shard.times.sessionSilenceMillis(), MOST_AT_ONCE)
                    .forEach(role::orderOwn);
        }
        loggedThrough = replica.log().last();
    }
}
