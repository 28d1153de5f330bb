package io.kith.cluster.simulation;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.ring.PartitionHash;

/** The collections that all clients of a simulated cluster know, without asking a registry. */
final class SimulatedCollections {
    private static final long ALL = 0x51;

    private SimulatedCollections() {}

    /** The one of that name. */
    static CollectionRef named(CollectionType type, String name) {
        return CollectionRef.named(type, new Incarnation(ALL, PartitionHash.collectionId(name)));
    }
}
