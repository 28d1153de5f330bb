package io.kith.client.map;

import io.kith.client.grid.ConfigWatch;
import io.kith.config.ClusterConfig;
import io.kith.config.SettingKeys;
import java.util.function.LongSupplier;

/** The time to live that the cluster's settings give entries of one map that name none, in milliseconds; 0 for ever. */
final class DefaultTtl implements LongSupplier {
    private final ConfigWatch watch;
    private final String key;
    private volatile Known known;

    /** What it is in a config. */
    private record Known(long configId, long millis) {}

    DefaultTtl(ConfigWatch watch, String mapName) {
        this.watch = watch;
        this.key = SettingKeys.ttlMillisOf(mapName);
        this.known = look(watch.config());
    }

    @Override
    public long getAsLong() {
        ClusterConfig config = watch.config();
        Known now = known;
        if (now.configId() != config.configId()) {
            now = look(config);
            known = now;
        }
        return now.millis();
    }

    private Known look(ClusterConfig config) {
        String value = config.settings().get(key);
        return new Known(config.configId(), value == null ? 0 : Long.parseLong(value));
    }
}
