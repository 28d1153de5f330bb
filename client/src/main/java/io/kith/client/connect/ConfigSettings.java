package io.kith.client.connect;

import io.kith.client.ClusterSettings;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.grid.Grid;
import io.kith.client.view.SettingChange;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ConfigTransition;
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

/** {@link ClusterSettings} as part of the config that the client follows. */
final class ConfigSettings implements ClusterSettings {
    private static final long STALE_WAIT_MILLIS = 1_000;

    private final Grid grid;
    private final ClusterEventFeed feed;
    private final String by;
    private final SecureRandom random = new SecureRandom();

    ConfigSettings(Grid grid, ClusterEventFeed feed, String by) {
        this.grid = grid;
        this.feed = feed;
        this.by = by;
    }

    @Override
    public ClusterSettings as(String name) {
        // Checked here, not at the first change.
        new Change.SetSetting(new NodeId(0, 0), "app.x", null, 0, 0, 0, name);
        return new ConfigSettings(grid, feed, name);
    }

    @Override
    public @Nullable String get(String key) {
        return table().values().get(key);
    }

    @Override
    public Map<String, String> all() {
        return table().values();
    }

    @Override
    public long version(String key) {
        return table().version(key);
    }

    @Override
    public long configId() {
        return grid.watch().config().configId();
    }

    @Override
    public long set(String key, String value) {
        return change(key, Objects.requireNonNull(value), Change.SetSetting.ANY_VERSION);
    }

    @Override
    public long unset(String key) {
        return change(key, null, Change.SetSetting.ANY_VERSION);
    }

    @Override
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
            boolean illegal = ConfigTransition.settingRefusal(grid.watch().config(), key, value) != null;
            if (illegal
                    || !await(config -> config.settingsTable().version(key) != expectedVersion, STALE_WAIT_MILLIS)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public List<SettingChange> current() {
        return table().current().stream().map(Views::of).toList();
    }

    @Override
    public List<SettingChange> history() {
        return table().history().stream().map(Views::of).toList();
    }

    @Override
    public Map<String, String> at(long configId) {
        ClusterConfig config = grid.watch().config();
        if (configId > config.configId()) {
            throw new IllegalArgumentException(
                    "there is no config_id " + configId + " yet; the newest is " + config.configId());
        }
        return config.settingsTable().valuesAt(configId);
    }

    @Override
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

    @Override
    public Runnable watch(String prefix, Consumer<SettingChange> listener) {
        return feed.listen(configId(), event -> {
            if (event instanceof ClusterEvent.SettingChanged changed
                    && changed.revision().key().startsWith(prefix)) {
                listener.accept(Views.of(changed.revision()));
            }
        });
    }

    private long change(String key, @Nullable String value, long expectedVersion) {
        // The node that is asked puts itself as the author.
        Change change =
                new Change.SetSetting(new NodeId(0, 0), key, value, expectedVersion, random.nextLong() | 1, 0, by);
        grid.requireMayWait();
        grid.proposal(change).await();
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
