/** Where partitions should live. For the other modules of Kith only. */
module io.kith.ring {
    requires com.google.common;
    requires static org.jspecify;

    exports io.kith.ring to
            io.kith.client,
            io.kith.collections,
            io.kith.config,
            io.kith.node,
            io.kith.replication;
}
