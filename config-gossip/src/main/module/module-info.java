/** The config, agreement on it and gossip of it. For the other modules of Kith only. */
module io.kith.config {
    // Configs show themselves as its immutable maps.
    requires transitive com.google.common;
    requires io.kith.ring;
    requires io.kith.transport;
    requires static org.jspecify;

    exports io.kith.config to
            io.kith.client,
            io.kith.node,
            io.kith.replication;
}
