package io.kith.client.connect;

import io.kith.client.RemoteVecDeque;
import io.kith.client.grid.ConfigWatch;
import io.kith.config.ClusterEvent;
import io.kith.config.SettingKeys;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives the deques that this client has opened the capacity that the cluster's settings name, and keeps to it. */
final class DefaultCapacities {
    private final ConfigWatch watch;
    private final ClusterEventFeed feed;
    private final Map<String, RemoteVecDeque<?>> followed = new ConcurrentHashMap<>();

    DefaultCapacities(ConfigWatch watch, ClusterEventFeed feed) {
        this.watch = watch;
        this.feed = feed;
    }

    /** From now on {@code deque} has the capacity that the settings name, if they do. */
    void follow(RemoteVecDeque<?> deque) {
        if (followed.putIfAbsent(deque.name(), deque) != null) {
            return;
        }
        String key = SettingKeys.capacityOf(deque.name());
        apply(deque, watch.config().settings().get(key), false);
        feed.listen(watch.config().configId(), event -> {
            if (event instanceof ClusterEvent.SettingChanged changed
                    && changed.revision().key().equals(key)) {
                apply(deque, changed.revision().value(), true);
            }
        });
    }

    private static void apply(RemoteVecDeque<?> deque, @Nullable String capacity, boolean changed) {
        if (capacity != null) {
            deque.setCapacity(Integer.parseInt(capacity));
        } else if (changed) {
            deque.setCapacity(Integer.MAX_VALUE);
        }
    }
}
