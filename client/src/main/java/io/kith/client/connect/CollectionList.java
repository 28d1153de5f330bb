package io.kith.client.connect;

import io.kith.client.CollectionDestroyedException;
import io.kith.client.map.HashMapProxy;
import io.kith.client.map.KeyTurns;
import io.kith.client.registry.NamedCollection;
import io.kith.client.registry.Registry;
import io.kith.client.sequence.DequeProxy;
import io.kith.client.sequence.VecProxy;
import io.kith.client.view.ListedCollection;
import io.kith.config.SettingKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the collections that a cluster has. */
final class CollectionList {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionList.class);

    private final Registry registry;
    private final KeyTurns turns;

    CollectionList(Registry registry, KeyTurns turns) {
        this.registry = registry;
        this.turns = turns;
    }

    /** All there are, in the order of their names; {@code settings} win over what they were opened with. */
    List<ListedCollection> all(Map<String, String> settings) {
        List<ListedCollection> views = new ArrayList<>();
        for (NamedCollection each : registry.all()) {
            try {
                views.add(view(each, settings));
            } catch (CollectionDestroyedException e) {
                LOG.debug("'{}' was destroyed while it was being listed", each.name(), e);
            }
        }
        return views;
    }

    private ListedCollection view(NamedCollection each, Map<String, String> settings) {
        long size = switch (each.handle().type()) {
            // A set is a map without values.
            case HASH_MAP, HASH_SET -> new HashMapProxy<>(each, turns).mappingCount();
            case VEC -> new VecProxy<>(each).size();
            case VEC_DEQUE -> new DequeProxy<>(each).size();
            case COUNTER, LOCK -> 0;
        };
        String ttl = settings.get(SettingKeys.ttlMillisOf(each.name()));
        String capacity = settings.get(SettingKeys.capacityOf(each.name()));
        long ttlMillis = ttl == null ? each.handle().options().ttlMillis() : Long.parseLong(ttl);
        int most = capacity == null ? each.handle().options().capacity() : Integer.parseInt(capacity);
        return new ListedCollection(
                each.name(),
                ListedCollection.Type.valueOf(each.handle().type().name()),
                size,
                ttlMillis == 0 ? null : Duration.ofMillis(ttlMillis),
                most == 0 ? Integer.MAX_VALUE : most);
    }
}
