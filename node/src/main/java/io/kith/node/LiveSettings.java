package io.kith.node;

import io.kith.config.ClusterConfig;
import io.kith.config.SettingKey;
import io.kith.config.SettingKeys;
import io.kith.membership.MembershipTimes;
import io.kith.replication.ReplicationTimes;
import io.kith.replication.ShardLimits;

/**
 * What a node works with under a config: what it was started with, but for what the cluster's settings say.
 *
 * @param times heartbeats, suspicion and all that
 * @param limits the bounds of its shards
 */
record LiveSettings(NodeTimes times, ShardLimits limits) {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** These, changed as the settings of {@code config} say. */
    LiveSettings under(ClusterConfig config) {
        MembershipTimes membership = times.membership();
        int heartbeatMillis = orElse(config, SettingKeys.HEARTBEAT_MILLIS, membership.heartbeatMillis());
        int suspicionMillis = orElse(config, SettingKeys.SUSPICION_MILLIS, membership.suspicionMillis());
        ReplicationTimes replication = times.replication();
        long heartbeatNanos = config.settings().containsKey(SettingKeys.HEARTBEAT_MILLIS.name())
                ? heartbeatMillis * NANOS_PER_MILLI
                : replication.heartbeatNanos();
        long silenceMillis = config.settings().containsKey(SettingKeys.SESSION_SILENCE_SECONDS.name())
                ? SettingKeys.SESSION_SILENCE_SECONDS.in(config) * MILLIS_PER_SECOND
                : replication.sessionSilenceMillis();
        return new LiveSettings(
                new NodeTimes(
                        new MembershipTimes(heartbeatMillis, suspicionMillis, membership.relays()),
                        replication.with(heartbeatNanos, silenceMillis),
                        times.wishNanos(),
                        times.hungLoopNanos()),
                limits.with(
                        orElse(config, SettingKeys.OPEN_WRITES, limits.openWrites()),
                        orElse(config, SettingKeys.REBALANCE_CHUNK_BYTES, limits.chunkBytes()),
                        orElse(config, SettingKeys.REBALANCE_COPIES, limits.copies())));
    }

    private static int orElse(ClusterConfig config, SettingKey key, int started) {
        return config.settings().containsKey(key.name()) ? Math.toIntExact(key.in(config)) : started;
    }
}
