/** A node of a cluster, for programs that embed one: {@link io.kith.node.KithNode} starts it. */
module io.kith.node {
    requires transitive io.kith.client;
    requires io.kith.collections;
    requires io.kith.config;
    requires io.kith.membership;
    requires io.kith.replication;
    requires io.kith.ring;
    requires io.kith.transport;
    requires io.netty.common;
    requires io.netty.transport;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.kith.node;
}
