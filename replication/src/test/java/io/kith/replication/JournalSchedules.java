package io.kith.replication;

import static io.kith.replication.JoinerSchedules.require;

/**
 * How a disk that is slow would break the promise if something were said before it is persisted. What a node has not
 * persisted counts as not held, as a loss of power would take it.
 */
final class JournalSchedules {
    private static final long KEY = 1;

    private JournalSchedules() {}

    /** A backup's disk stands while a write comes. */
    static void a_backups_disk_stands(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        b.stopDisk();
        cluster.client.put(a, KEY, 10);
        cluster.run(20);
        b.startDisk();
        cluster.run(20);
        require(a.view().committedSequence() == a.view().lastSequence(), "the write did not commit");
    }

    /** The primary's own disk stands while a write comes. */
    static void a_primarys_disk_stands(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        a.stopDisk();
        cluster.client.put(a, KEY, 10);
        cluster.run(20);
        a.startDisk();
        cluster.run(20);
        require(a.view().committedSequence() == a.view().lastSequence(), "the write did not commit");
    }

    /** A backup's disk stands while a write comes; then the primary is dropped, and the next one asks for reports. */
    static void a_report_comes_while_the_disk_stands(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        c.stopDisk();
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.want(b, c);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(c, b);
        cluster.run(2_500);
        c.startDisk();
        require(cluster.runUntil(500, () -> b.view().active()), "b did not become active");
        cluster.run(20);
    }

    /** A joiner's disk stands from the middle of its copy on. */
    static void a_joiners_disk_stands(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        b.stopDisk();
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.beat(a, b);
        if (cluster.runUntil(500, () -> cluster.asksToPromote(b))) {
            cluster.decide(cluster.promote(b));
            cluster.learn(a, b);
            cluster.run(5);
        }
        b.startDisk();
        cluster.beat(a, b);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(b)), "b was not proposed");
    }
}
