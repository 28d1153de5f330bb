package io.kith.client.routing;

import io.kith.config.ClusterConfig;

/** Told what a {@link RequestRouter} learns. */
@FunctionalInterface
public interface RouterListener {

    /** There is a newer config. */
    void configChanged(ClusterConfig config);
}
