/** A partition's replicas: order, commit, copy, hand over, lease. For the other modules of Kith only. */
module io.kith.replication {
    requires io.kith.collections;
    requires io.kith.config;
    requires io.kith.ring;
    requires io.kith.transport;
    requires static org.jspecify;

    exports io.kith.replication to
            io.kith.node;
    exports io.kith.replication.host to
            io.kith.node;
    exports io.kith.replication.log to
            io.kith.node;
    exports io.kith.replication.message to
            io.kith.node;
    exports io.kith.replication.safety to
            io.kith.node;
}
