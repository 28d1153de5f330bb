package io.kith.node.core;

import io.kith.config.ClusterConfig;
import io.kith.config.SettingKey;
import io.kith.config.SettingKeys;
import io.kith.membership.MembershipTimes;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.ShardLimits;

/**
 * What a node works with under a config: what it was started with, but for what the cluster's settings say.
 *
 * @param times heartbeats, suspicion and all that
 * @param limits the bounds of its shards
 */
record LiveSettings(NodeTimes times, ShardLimits limits) {
    /** What a node takes of its heap that holds nothing yet: partitions, the config, connections, code. */
    private static final long NODE_BYTES = 24L << 20;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long PERCENT = 100;

    /** These, changed as the settings of {@code config} say. */
    LiveSettings under(ClusterConfig config) {
        MembershipTimes membership = times.membership();
        int heartbeatMillis = in(config, SettingKeys.HEARTBEAT_MILLIS, membership.heartbeatMillis());
        int suspicionMillis = in(config, SettingKeys.SUSPICION_MILLIS, membership.suspicionMillis());
        ReplicationTimes replication = times.replication();
        return new LiveSettings(
                new NodeTimes(
                        new MembershipTimes(heartbeatMillis, suspicionMillis, membership.relays()),
                        replication.with(
                                in(config, SettingKeys.HEARTBEAT_MILLIS, NANOS_PER_MILLI, replication.heartbeatNanos()),
                                in(
                                        config,
                                        SettingKeys.SESSION_SILENCE_SECONDS,
                                        MILLIS_PER_SECOND,
                                        replication.sessionSilenceMillis())),
                        times.wishNanos(),
                        times.hungLoopNanos()),
                limits.with(
                        in(config, SettingKeys.OPEN_WRITES, limits.openWrites()),
                        in(config, SettingKeys.REBALANCE_CHUNK_BYTES, limits.chunkBytes()),
                        in(config, SettingKeys.REBALANCE_COPIES, limits.copies()),
                        Math.min(limits.memoryBytes(), shareOfHeap(config))));
    }

    private long shareOfHeap(ClusterConfig config) {
        return Math.max(0, limits.heapBytes() - NODE_BYTES) / PERCENT * SettingKeys.MEMORY_PERCENT.in(config);
    }

    /** The setting times its unit; what the node was started with if it is not set. */
    private static long in(ClusterConfig config, SettingKey key, long unit, long started) {
        return config.settings().containsKey(key.name()) ? key.in(config) * unit : started;
    }

    private static int in(ClusterConfig config, SettingKey key, int started) {
        return Math.toIntExact(key.in(config, started));
    }
}
