package io.kith.client.routing;

import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;

/** Told what a {@link RequestRouter} learns. */
@FunctionalInterface
public interface RouterListener {

    /** There is a newer config. */
    void configChanged(ClusterConfig config);

    /** A node suspects another, or no longer. */
    default void suspicion(ConfigMessage.Suspicion message) {}
}
