package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that Kith itself obeys. All nodes follow a change of them at once, without a restart. Everything else under
 * {@value #APPLICATION_PREFIX} belongs to the users.
 */
public final class SettingKeys {
    /** What the users' own keys start with. */
    public static final String APPLICATION_PREFIX = "app.";

    /** What the defaults of one collection start with, as in {@code collection.NAME.ttl.millis}. */
    public static final String COLLECTION_PREFIX = "collection.";

    /**
     * The classes that clients may write and read which trust this setting: their names with commas between them, {@code
     * com.example.*} for all of a package and those below it.
     */
    public static final String ALLOWED_CLASSES = "serialization.allow";

    static final String TTL_SUFFIX = ".ttl.millis";
    static final String CAPACITY_SUFFIX = ".capacity";

    /** How many replicas each partition should have, where there are enough members. */
    public static final SettingKey REPLICATION_FACTOR = new SettingKey(
            ClusterConfig.REPLICATION_FACTOR,
            1,
            7,
            ClusterConfig.DEFAULT_REPLICATION_FACTOR,
            "",
            "Replicas of each partition, where there are nodes enough. Partitions are copied or dropped live.");

    /** The time from one heartbeat to the next; at most a quarter of the lease. */
    public static final SettingKey HEARTBEAT_MILLIS = new SettingKey(
            "membership.heartbeat.millis",
            5,
            15_000,
            250,
            "ms",
            "Time between heartbeats; at most a quarter of the cluster's lease, so that two lost ones leave no gap.");

    /** The silence after which a node is accused. */
    public static final SettingKey SUSPICION_MILLIS = new SettingKey(
            "membership.suspicion.millis",
            15,
            600_000,
            1_000,
            "ms",
            "Silence after which a node is accused; at least three heartbeats. Longer bears hiccups, shorter fails over"
                    + " sooner.");

    /** How many partitions one data loop of a node copies away at a time. */
    public static final SettingKey REBALANCE_COPIES = new SettingKey(
            "rebalance.copies",
            1,
            256,
            16,
            "",
            "Partitions that each data loop of a node copies at a time when nodes come and go. More balances sooner,"
                    + " fewer disturbs less.");

    /** Bytes of state in one piece of a copy. */
    public static final SettingKey REBALANCE_CHUNK_BYTES = new SettingKey(
            "rebalance.chunk.bytes",
            1_024,
            1_048_576,
            32_768,
            "bytes",
            "Size of one piece of a copy; what is waited for between two requests of clients while copying.");

    /** The largest key or value that nodes take; what a whole operation may have follows from it. */
    public static final SettingKey VALUE_LIMIT_BYTES = new SettingKey(
            "limits.value.bytes",
            1_024,
            16_777_216,
            16_777_216,
            "bytes",
            "The largest key or value that is taken; an operation as a whole may have three times that and 2 MiB."
                    + " A node's own --value-limit may be lower.");

    /** Writes of one partition that may be under way. */
    public static final SettingKey OPEN_WRITES = new SettingKey(
            "limits.open.writes",
            16,
            65_536,
            8_192,
            "",
            "Writes of one partition that may wait for their replicas; further ones are sent back to try again.");

    /** The share of a node's memory that its data may take. */
    public static final SettingKey MEMORY_PERCENT = new SettingKey(
            "limits.memory.percent",
            1,
            95,
            60,
            "%",
            "Share of a node's heap, 24 MiB left aside, that its data may take; beyond it, writes that add data are refused"
                    + " and all else goes on. A node's own --memory-limit may be lower.");

    /** How long a client may be silent before its sessions are forgotten. */
    public static final SettingKey SESSION_SILENCE_SECONDS = new SettingKey(
            "sessions.silence.seconds",
            60,
            2_592_000,
            3_600,
            "s",
            "After so long without a request a client's session ends; a retry after that has an unknown outcome.");

    private static final List<SettingKey> ALL = List.of(
            REPLICATION_FACTOR,
            HEARTBEAT_MILLIS,
            SUSPICION_MILLIS,
            REBALANCE_COPIES,
            REBALANCE_CHUNK_BYTES,
            VALUE_LIMIT_BYTES,
            OPEN_WRITES,
            MEMORY_PERCENT,
            SESSION_SILENCE_SECONDS);

    private SettingKeys() {}

    /** All of them, those that matter most first. */
    public static List<SettingKey> all() {
        return ALL;
    }

    /** The setting named {@code key}; null if Kith knows none of that name. */
    public static @Nullable SettingKey named(String key) {
        for (SettingKey each : ALL) {
            if (each.name().equals(key)) {
                return each;
            }
        }
        return null;
    }

    /** The key of the time to live, in milliseconds, that entries of the map {@code collection} get if they name none. */
    public static String ttlMillisOf(String collection) {
        return COLLECTION_PREFIX + collection + TTL_SUFFIX;
    }

    /** The key of the most elements that the deque {@code collection} takes. */
    public static String capacityOf(String collection) {
        return COLLECTION_PREFIX + collection + CAPACITY_SUFFIX;
    }
}
