package io.kith.replication;

import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitNotice;

/**
 * How commits, terms and sessions would go wrong if one rule were missing. Each schedule is harmless with all rules in
 * force. Nodes are named a, b, c; a founds the cluster and is primary at first. A1, A2, … are the names of flaws that a
 * model of an earlier protocol had.
 */
final class TermSchedules {
    private static final long KEY = 1;

    private TermSchedules() {}

    // ---- commits

    /** One of two backups does not get a write. */
    static void a_backup_misses_a_write(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.lose(a, c, message -> message instanceof Append);
        cluster.client.put(a, KEY, 10);
        cluster.run(50);
    }

    /** A backup is silent for longer than its primary is patient. */
    static void a_backup_falls_silent(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.cut(a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5_000);
    }

    // ---- terms

    /** A dropped primary does not hear of it, and is asked to write; its backup follows another primary since. */
    static void a_dropped_primary_writes(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(2, a, b, c);
        cluster.want(b, c);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b, c);
        cluster.beat(b, c);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(c)), "c was not proposed");
        cluster.decide(cluster.promote(c));
        cluster.want(c, b);
        cluster.learn(b, c);
        cluster.decide(cluster.moveTo(b, c));
        cluster.learn(c, b);
        cluster.run(50);
        cluster.client.put(c, KEY, 20);
        cluster.run(50);
        cluster.client.put(a, KEY, 10);
        cluster.run(50);
    }

    /** A write was acknowledged, and the next primary does not know that it was. */
    static void a_primary_goes_right_after_a_write(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.lose(a, null, message -> message instanceof CommitNotice);
        cluster.client.put(a, KEY, 10);
        cluster.run(1);
        cluster.want(b, c);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(c, b);
        require(cluster.runUntil(50, () -> b.view().active()), "b did not become active");
        cluster.client.get(b, KEY);
        cluster.run(5);
    }

    /** A node that was primary is removed and forgets; an older primary asks it whether there was a later one (A9). */
    static void a_removed_primary_is_asked_for_its_term(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(2, a, b, c);
        cluster.client.put(a, KEY, 10);
        cluster.run(50);
        cluster.want(b, c);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b, c);
        cluster.beat(b, c);
        cluster.client.put(b, KEY, 20);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(c)), "c was not proposed");
        cluster.decide(cluster.promote(c));
        cluster.learn(b, c);
        cluster.run(5);
        cluster.want(c);
        cluster.decide(cluster.drop(c, b));
        cluster.learn(c, b);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    /** A primary hands over, does not hear of it, and is asked to write. */
    static void a_write_comes_after_the_handover(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        a.handOver(DirectedCluster.P, b.id());
        cluster.run(20);
        cluster.decide(cluster.moveTo(a, b));
        cluster.learn(b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.put(b, KEY, 20);
        cluster.run(5);
        cluster.learn(c);
        cluster.run(500);
        cluster.learn(a);
        cluster.run(500);
    }

    /** A node skips the config of a primary that counts on its grant, and becomes primary itself (A12). */
    static void a_primary_is_skipped(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.want(c, a, b);
        cluster.decide(cluster.moveTo(a, c));
        cluster.learn(c, a);
        cluster.run(50);
        cluster.beat(c, a);
        cluster.beat(c, b);
        cluster.run(5);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a), cluster.drop(b, c));
        cluster.learn(b);
        cluster.run(200);
    }

    // ---- sessions

    /** A write is asked for again after its effect was seen and overwritten. */
    static void a_write_is_asked_for_again(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        cluster.lose(a, null, message -> true);
        DirectedClient.Call first = cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.mend();
        cluster.client.get(a, KEY);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        first.sendTo(a);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    /** A write is asked for again at a node to which the partition was copied since. */
    static void a_write_is_asked_for_again_elsewhere(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.lose(a, null, message -> true);
        DirectedClient.Call first = cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.mend();
        cluster.client.get(a, KEY);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.untilPromoted(a, b);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b, a);
        cluster.run(50);
        first.sendTo(b);
        cluster.run(5);
        cluster.client.get(b, KEY);
        cluster.run(5);
    }

    /** The network delivers a write once more when its client has long had the answer (A7). */
    static void a_write_is_repeated_below_the_floor(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        DirectedClient.Call first = cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        first.duplicateTo(a);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    /** The network delivers a write once more after its session was closed. */
    static void a_write_is_repeated_after_its_session(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        DirectedClient.Call first = cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        cluster.client.close(a);
        cluster.run(5);
        first.duplicateTo(a);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    /** A client that has not heard of it writes to a map that was destroyed. */
    static void a_write_comes_after_the_destruction(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.destroyMap(a);
        cluster.run(5);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
    }

    /** A client that read the registry before it was destroyed opens a map. */
    static void a_destroyed_map_is_opened(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.form(1, a);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.destroyMap(a);
        cluster.run(5);
        openAndWrite(cluster, a);
    }

    /** The same where the partition has moved since. */
    static void a_destroyed_map_is_opened_elsewhere(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.client.destroyMap(a);
        cluster.run(5);
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.untilPromoted(a, b);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b, a);
        cluster.run(50);
        openAndWrite(cluster, b);
    }

    private static void openAndWrite(DirectedCluster cluster, DirectedNode node) {
        cluster.client.openMap(node);
        cluster.run(5);
        cluster.client.put(node, KEY, 20);
        cluster.run(5);
    }

    private static void require(boolean happened, String complaint) {
        if (!happened) {
            throw new IllegalStateException(complaint);
        }
    }
}
