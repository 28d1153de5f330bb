package io.kith.replication.primary;

import io.kith.collections.partition.OptionSource;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.config.SettingKeys;
import io.kith.replication.shared.PartitionConfig;
import java.util.Map;

/** What the settings of the config that is held make of collections' options. */
final class CollectionSettings implements OptionSource {
    private final PartitionConfig here;

    CollectionSettings(PartitionConfig here) {
        this.here = here;
    }

    @Override
    public CollectionOptions effective(CollectionType type, String name, CollectionOptions given) {
        Map<String, String> settings = here.config().settings();
        String ttlMillis = settings.get(SettingKeys.ttlMillisOf(name));
        String capacity = settings.get(SettingKeys.capacityOf(name));
        if (ttlMillis == null && capacity == null) {
            return given;
        }
        return new CollectionOptions(
                ttlMillis == null ? given.ttlMillis() : Long.parseLong(ttlMillis),
                capacity == null ? given.capacity() : Integer.parseInt(capacity));
    }
}
