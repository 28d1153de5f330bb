package io.kith.replication;

import io.kith.collections.wire.CollectionRef;

/** What may happen to collections that are destroyed, and to those who did not hear of it. */
final class CollectionSchedules {
    private static final long KEY = 1;

    private CollectionSchedules() {}

    /** A client goes on with what a partition called a map when the map was destroyed and its name is another one's. */
    static void a_write_comes_after_its_map_was_destroyed(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        CollectionRef opened = opened(cluster, a);
        cluster.client.means(opened);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.destroyMap(a);
        cluster.run(5);
        cluster.client.openAnew(a);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        cluster.client.means(opened);
        cluster.client.put(a, KEY, 30);
        cluster.run(5);
    }

    /** A client that asked the registry before a map was destroyed opens it after that, and writes. */
    static void a_map_is_opened_by_who_read_the_registry_before(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        CollectionRef read = cluster.client.map();
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        destroyAndOpenAnew(cluster, a);
        writeAs(cluster, a, read);
    }

    /** The same, at a node to which the partition was copied since. */
    static void a_map_is_opened_elsewhere_by_who_read_the_registry_before(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        CollectionRef read = cluster.client.map();
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        destroyAndOpenAnew(cluster, a);
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.untilPromoted(a, b);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b, a);
        cluster.run(50);
        writeAs(cluster, b, read);
    }

    private static CollectionRef opened(DirectedCluster cluster, DirectedNode node) {
        DirectedClient.Call again = cluster.client.openMap(node);
        cluster.run(5);
        return cluster.client.map().openedAs(again.opened());
    }

    private static void destroyAndOpenAnew(DirectedCluster cluster, DirectedNode node) {
        cluster.client.destroyMap(node);
        cluster.run(5);
        cluster.client.openAnew(node);
        cluster.run(5);
        cluster.client.put(node, KEY, 20);
        cluster.run(5);
    }

    private static void writeAs(DirectedCluster cluster, DirectedNode node, CollectionRef map) {
        cluster.client.means(map);
        cluster.client.openMap(node);
        cluster.client.put(node, KEY, 30);
        cluster.run(5);
    }
}
