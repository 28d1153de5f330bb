/**
 * Kith for programs that use its collections: {@link io.kith.client.Kith} connects. Keys and values of classes of one's
 * own are read and made by reflection: a module that has such opens their package, for records to this module, for all
 * else, which Kryo writes by classes that it makes, to everybody.
 */
module io.kith.client {
    requires com.esotericsoftware.kryo;
    requires com.google.common;
    requires io.kith.collections;
    requires io.kith.config;
    requires io.kith.membership;
    requires io.kith.ring;
    requires io.kith.transport;
    requires io.netty.common;
    requires org.objenesis;
    requires org.slf4j;
    requires static java.sql;
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports io.kith.client;
    exports io.kith.client.serialization;
    exports io.kith.client.view;
    exports io.kith.client.connect to
            io.kith.node;
    exports io.kith.client.loop to
            io.kith.node;

    uses io.kith.client.KithProvider;

    provides io.kith.client.KithProvider with
            io.kith.client.connect.ClientProvider;
}
