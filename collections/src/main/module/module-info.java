/** What operations do to a partition's data, and how they are encoded. For the other modules of Kith only. */
module io.kith.collections {
    requires io.kith.ring;
    requires io.kith.transport;
    requires static org.jspecify;

    exports io.kith.collections to
            io.kith.node,
            io.kith.replication;
    exports io.kith.collections.counter to
            io.kith.client;
    exports io.kith.collections.kind to
            io.kith.client,
            io.kith.node,
            io.kith.replication;
    exports io.kith.collections.lock to
            io.kith.client;
    exports io.kith.collections.map to
            io.kith.client;
    exports io.kith.collections.partition to
            io.kith.client,
            io.kith.node,
            io.kith.replication;
    exports io.kith.collections.sequence to
            io.kith.client;
    exports io.kith.collections.wire to
            io.kith.client,
            io.kith.node,
            io.kith.replication;
}
