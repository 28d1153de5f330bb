/** Heartbeats, failure suspicion and measured links. For the other modules of Kith only. */
module io.kith.membership {
    requires io.kith.transport;
    requires org.jgrapht.core;
    requires static org.jspecify;

    exports io.kith.membership to
            io.kith.client,
            io.kith.node;
}
