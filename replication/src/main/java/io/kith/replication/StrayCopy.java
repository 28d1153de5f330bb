package io.kith.replication;

/**
 * A copy that nobody may want any more. A primary that gives a copy up says so once, and that may be lost; so who holds a
 * copy and is no replica asks the primary of the day from time to time whether it counts.
 */
final class StrayCopy {
    private final PartitionServer server;
    private final ShardContext shard;
    private long askedNanos;

    StrayCopy(PartitionServer server) {
        this.server = server;
        this.shard = server.shard();
        this.askedNanos = shard.cachedNow();
    }

    void tick(long nowNanos) {
        if (!server.replica().holdsData() || server.replicas().contains(shard.self)) {
            askedNanos = nowNanos;
        } else if (nowNanos - askedNanos > shard.times.joinerPatienceNanos()) {
            askedNanos = nowNanos;
            server.sendProgress(shard.config().partition(server.partition()).primary());
        }
    }
}
