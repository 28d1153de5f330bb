package io.kith.collections.partition;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;

/** Knows what the cluster's settings make of a collection's options. */
public interface OptionSource {
    /** The options that are in force for a collection that was opened with {@code given}. */
    CollectionOptions effective(CollectionType type, String name, CollectionOptions given);
}
