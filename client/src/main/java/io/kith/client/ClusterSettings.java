package io.kith.client;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ConfigTransition;
import io.kith.config.SettingKeys;
import io.kith.config.SettingRevision;
import io.kith.config.SettingsTable;
import io.kith.transport.NodeId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The configuration service that is built into the cluster: settings that all nodes and clients have at hand, versioned
 * by the {@code config_id} in which they were decided. What Kith itself obeys is in {@link SettingKeys}; keys that start
 * with {@code app.} are yours.
 *
 * <p>Reading costs nothing: the settings are part of the config that each client holds. It may be as old as a heartbeat,
 * but never older than what this client has set or seen before. Changes are decided by the voters, one after the other,
 * and apply once, retries included. Safe for use by many threads.
 */
public final class ClusterSettings {
    private static final long STALE_WAIT_MILLIS = 1_000;

    private final Grid grid;
    private final ClusterEventFeed feed;
    private final String by;
    private final SecureRandom random = new SecureRandom();

    ClusterSettings(Grid grid, ClusterEventFeed feed, String by) {
        this.grid = grid;
        this.feed = feed;
        this.by = by;
    }

    /**
     * The same settings, with changes made in the name of {@code name}, which the history shows; nobody checks it.
     *
     * @param name at most 128 characters; the name of the user who runs this process unless one is given
     */
    public ClusterSettings as(String name) {
        // Checked here, not at the first change.
        new Change.SetSetting(new NodeId(0, 0), "app.x", null, 0, 0, 0, name);
        return new ClusterSettings(grid, feed, name);
    }

    /** The value of {@code key}, or null if it is not set; see {@link io.kith.config.SettingKey#in} for what counts then. */
    public @Nullable String get(String key) {
        return table().values().get(key);
    }

    /** All settings that are set, in the order of their keys. */
    public Map<String, String> all() {
        return table().values();
    }

    /** The config_id in which {@code key} got its value; 0 if it is not set. */
    public long version(String key) {
        return table().version(key);
    }

    /** The version of the config that answers the other questions. */
    public long configId() {
        return grid.watch().config().configId();
    }

    /**
     * Sets {@code key}.
     *
     * @return the config_id in which it has that value
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    public long set(String key, String value) {
        return change(key, Objects.requireNonNull(value), Change.SetSetting.ANY_VERSION);
    }

    /**
     * Unsets {@code key}, so that its default counts. Does nothing if it is not set.
     *
     * @return the config_id in which it is not set
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    public long unset(String key) {
        return change(key, null, Change.SetSetting.ANY_VERSION);
    }

    /**
     * Sets {@code key} if it still has the version that the caller saw.
     *
     * @param expectedVersion as {@link #version} told; 0: that it is not set
     * @param value null to unset it
     * @return false if it has another version by now; nothing was changed then
     * @throws KithException if the cluster refuses for another reason; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    public boolean compareAndSet(String key, long expectedVersion, @Nullable String value) {
        if (expectedVersion < 0) {
            throw new IllegalArgumentException("a version is 0 or more, not " + expectedVersion);
        }
        if (expectedVersion > configId()) {
            // Another client told the caller of it.
            await(config -> config.configId() >= expectedVersion, STALE_WAIT_MILLIS);
        }
        if (version(key) != expectedVersion) {
            return false;
        }
        try {
            change(key, value, expectedVersion);
            return true;
        } catch (KithTimeoutException e) {
            throw e;
        } catch (KithException e) {
            boolean illegal = SettingKeys.refusal(grid.watch().config(), key, value) != null;
            if (illegal
                    || !await(config -> config.settingsTable().version(key) != expectedVersion, STALE_WAIT_MILLIS)) {
                throw e;
            }
            return false;
        }
    }

    /** What was changed of late, by whom and when, oldest first; the last 1,000 changes at most. */
    public List<SettingRevision> history() {
        return table().history();
    }

    /**
     * What the settings were in an older version.
     *
     * @throws IllegalArgumentException if it is not known any more, or not yet
     */
    public Map<String, String> at(long configId) {
        ClusterConfig config = grid.watch().config();
        if (configId > config.configId()) {
            throw new IllegalArgumentException(
                    "there is no config_id " + configId + " yet; the newest is " + config.configId());
        }
        return config.settingsTable().valuesAt(configId);
    }

    /**
     * Sets all settings to what they were in an older version, each with a compare-and-set on what it is now.
     *
     * @return the keys that were changed
     * @throws IllegalArgumentException if that version is not known any more
     * @throws KithException if somebody else changed one meanwhile, or the cluster refuses
     */
    public List<String> restore(long configId) {
        Map<String, String> then = new TreeMap<>(at(configId));
        TreeSet<String> different = new TreeSet<>(then.keySet());
        different.addAll(all().keySet());
        different.removeIf(key -> Objects.equals(then.get(key), get(key)));
        List<String> changed = new ArrayList<>();
        // Some may be legal only after others: as long as one more can be changed, the rest is tried again.
        while (!different.isEmpty()) {
            KithException refusal = null;
            int before = changed.size();
            for (String key : List.copyOf(different)) {
                try {
                    if (!compareAndSet(key, version(key), then.get(key))) {
                        throw new KithException(
                                "somebody else changed " + key + " meanwhile; restored so far: " + changed);
                    }
                    different.remove(key);
                    changed.add(key);
                } catch (KithException e) {
                    refusal = e;
                }
            }
            if (changed.size() == before && refusal != null) {
                throw refusal;
            }
        }
        return changed;
    }

    /**
     * Calls {@code listener} for each later change of a setting, in the order in which they were decided and each once,
     * also of those decided while this client was not connected. It is called on a thread of the client's own, and may
     * block that.
     *
     * @param prefix what the keys start with; a whole key for one setting, empty for all
     * @return ends that when it is run
     */
    public Runnable watch(String prefix, Consumer<SettingRevision> listener) {
        return feed.listen(configId(), event -> {
            if (event instanceof ClusterEvent.SettingChanged changed
                    && changed.revision().key().startsWith(prefix)) {
                listener.accept(changed.revision());
            }
        });
    }

    private long change(String key, @Nullable String value, long expectedVersion) {
        // The node that is asked puts itself as the author.
        Change change =
                new Change.SetSetting(new NodeId(0, 0), key, value, expectedVersion, random.nextLong() | 1, 0, by);
        grid.requireMayWait();
        grid.await(grid.propose(change));
        if (!await(config -> ConfigTransition.satisfied(config, change), grid.deadlineMillis())) {
            throw new KithTimeoutException("the change of " + key + " was decided, but this client did not hear of it");
        }
        return configId();
    }

    private boolean await(Predicate<ClusterConfig> wanted, long millis) {
        return grid.watch().await(wanted, Duration.ofMillis(millis)) != null;
    }

    private SettingsTable table() {
        return grid.watch().config().settingsTable();
    }
}
