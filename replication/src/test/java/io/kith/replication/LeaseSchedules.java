package io.kith.replication;

import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.Delegate;

/**
 * How leases would let somebody read the past if one rule were missing. Each schedule is harmless with all rules in
 * force. Nodes are named a, b, c; a founds the cluster and is primary at first. A1, A2, … are the names of flaws that a
 * model of an earlier protocol had.
 */
final class LeaseSchedules {
    private static final long KEY = 1;

    private LeaseSchedules() {}

    // ---- grants

    /** A primary with a lease is dropped and does not hear of it. */
    static void a_leased_primary_is_dropped(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.beat(a, b);
        cluster.run(1);
        dropUnheard(cluster, a, b);
        cluster.run(100);
    }

    /** A primary without a lease is dropped, does not hear of it, and goes on sending heartbeats. */
    static void a_dropped_primary_heartbeats(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        dropUnheard(cluster, a, b);
        cluster.run(5);
        cluster.beat(a, b);
        cluster.run(5);
    }

    /** The answer to a heartbeat takes half a lease. */
    static void a_grant_arrives_late(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.beatHeardLate(a, b, 500);
        cluster.run(1);
        dropUnheard(cluster, a, b);
        cluster.run(1_100);
    }

    /** The primary's machine is suspended, and its monotonic clock with it. */
    static void a_machine_is_suspended(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.beat(a, b);
        cluster.run(1);
        a.process().suspend(1_500_000_000L);
        dropUnheard(cluster, a, b);
        cluster.run(1_200);
        cluster.client.put(b, KEY, 20);
        cluster.run(400);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    private static void dropUnheard(DirectedCluster cluster, DirectedNode a, DirectedNode b) {
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b);
    }

    // ---- delegations

    /** A delegated lease takes half a lease to arrive. */
    static void a_delegation_arrives_late(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.beat(a, b);
        cluster.beat(a, c);
        cluster.run(1);
        cluster.hold(a, c, message -> message instanceof Delegate);
        cluster.beat(c, a);
        cluster.run(500);
        cluster.release();
        cluster.want(b);
        cluster.decide(cluster.drop(b, a), cluster.drop(b, c));
        cluster.learn(b);
        cluster.run(700);
    }

    /** A replica that reads by a lease is dropped and does not hear of it. */
    static void a_leased_replica_is_dropped(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.beat(b, a);
        cluster.run(1);
        cluster.want(a);
        cluster.decide(cluster.drop(a, b));
        cluster.learn(a);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
    }

    /** A replica has a write and is not told that it is committed. */
    static void a_commit_notice_is_lost(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.beat(b, a);
        cluster.run(1);
        cluster.lose(a, b, message -> message instanceof CommitNotice);
        DirectedClient.Call write = cluster.client.put(a, KEY, 10);
        require(cluster.runUntil(5, write::isOk), "a did not write");
        cluster.run(1);
        cluster.client.get(b, KEY);
        cluster.run(5);
    }

    /** A reader's lease was delegated by a primary that has handed over since; then the reader is dropped (A5). */
    static void a_lease_is_of_an_earlier_term(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        delegateTo(cluster, c, a, b);
        cluster.want(b, a, c);
        cluster.decide(cluster.moveTo(a, b));
        cluster.learn(b, c, a);
        cluster.run(5);
        cluster.want(b, a);
        cluster.decide(cluster.drop(b, c));
        cluster.learn(b, a);
        cluster.run(100);
    }

    /** The same, but the reader has not heard of the new term when it is dropped. */
    static void a_reader_does_not_hear_of_the_term(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        delegateTo(cluster, c, a, b);
        cluster.want(b, a, c);
        cluster.decide(cluster.moveTo(a, b));
        cluster.learn(b, a);
        cluster.run(5);
        cluster.want(b, a);
        cluster.decide(cluster.drop(b, c));
        cluster.learn(b, a);
        cluster.run(100);
    }

    /** A read lease is delegated when the grant of the next primary has nearly run out. */
    static void a_delegation_outlasts_a_grant(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.beat(a, b);
        cluster.beat(a, c);
        cluster.run(850);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.beat(b, a);
        cluster.run(1);
        cluster.want(c);
        cluster.decide(cluster.drop(c, a), cluster.drop(c, b));
        cluster.learn(c);
        cluster.run(400);
    }

    /** A read lease was delegated before the grant of a joiner counted, and outlasts that (A8). */
    static void a_delegation_outlasts_the_grant_of_a_joiner(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(2, a, b, c);
        cluster.beat(a, c);
        cluster.run(700);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.beat(b, a);
        cluster.run(1);
        cluster.want(a, b, c);
        cluster.decide();
        cluster.learn(a, b, c);
        if (!cluster.runUntil(200, () -> cluster.asksToPromote(c))) {
            return;
        }
        cluster.decide(cluster.promote(c));
        cluster.want(c);
        cluster.decide(cluster.drop(c, a), cluster.drop(c, b));
        cluster.learn(c);
        cluster.run(400);
    }

    /** A primary and a replica that it delegated to are dropped; the primary hears of it, the replica does not (A4). */
    static void a_primary_releases_while_its_delegation_runs(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        delegateTo(cluster, c, a, b);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a), cluster.drop(b, c));
        cluster.learn(b, a);
        cluster.run(200);
    }

    /** A release is given under a config that lists a reader, and the next config does not list it any more. */
    static void a_release_is_older_than_the_config(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        delegateTo(cluster, c, a, b);
        cluster.decide(cluster.moveTo(a, b));
        cluster.learn(b, a);
        cluster.run(5);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a), cluster.drop(b, c));
        cluster.learn(b);
        cluster.run(200);
    }

    /** Lets {@code primary} have grants of all others and delegate a read lease to {@code reader}. */
    private static void delegateTo(
            DirectedCluster cluster, DirectedNode reader, DirectedNode primary, DirectedNode other) {
        cluster.beat(primary, other);
        cluster.beat(primary, reader);
        cluster.run(1);
        cluster.beat(reader, primary);
        cluster.run(1);
        require(reader.view().canRead(), reader + " got no lease");
    }

    /** A primary loses its role and gets it back, alone, while what it delegated before still runs (A6). */
    static void a_primary_returns_while_its_delegation_runs(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        delegateTo(cluster, c, a, b);
        primaryReturns(cluster, a, b, c);
    }

    /** The same with a write that the reader does not have, which is committed when the primary activates. */
    static void a_primary_returns_with_an_open_write(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.lose(a, c, message -> message instanceof Append);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        delegateTo(cluster, c, a, b);
        primaryReturns(cluster, a, b, c);
    }

    private static void primaryReturns(DirectedCluster cluster, DirectedNode a, DirectedNode b, DirectedNode c) {
        cluster.decide(cluster.moveTo(a, b));
        cluster.learn(a);
        cluster.want(a);
        cluster.decide(cluster.drop(a, c));
        cluster.decide(cluster.drop(a, b));
        cluster.learn(a);
        cluster.run(200);
    }

    /** A primary whose lease has just run out is asked before it looks at the time again. */
    static void a_lease_ends_between_two_looks_at_the_clock(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        cluster.run(10);
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.runToPhase(20, 5);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b);
        require(cluster.runUntil(1_100, () -> b.view().active()), "b did not become active");
        DirectedClient.Call write = cluster.client.put(b, KEY, 20);
        require(cluster.runUntil(3, write::isOk), "b did not write");
        cluster.run(1);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    /** The next primary's clock runs as fast as it may. */
    static void the_next_primary_has_a_fast_clock(DirectedCluster cluster) {
        cluster.allowDrift(50);
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b", 50_000);
        cluster.form(2, a, b);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b);
        cluster.run(1_100);
    }

    /** An answer to an earlier question arrives after a read, and what it says was true before the read came. */
    static void an_answer_is_older_than_the_read(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(50);
        cluster.hold(b, a, message -> message instanceof BarrierAnswer);
        cluster.client.get(a, KEY);
        cluster.run(5);
        cluster.cut(a, b);
        dropUnheard(cluster, a, b);
        cluster.client.put(b, KEY, 20);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
        cluster.release();
        cluster.run(5);
    }

    /** Of two replicas that a primary without a lease asks, one knows of its successor and cannot be reached. */
    static void a_reader_without_a_lease_hears_one_of_two(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.client.put(a, KEY, 10);
        cluster.run(50);
        cluster.cut(a, b);
        cluster.want(b);
        cluster.decide(cluster.drop(b, a), cluster.drop(b, c));
        cluster.learn(b);
        cluster.run(100);
        cluster.client.put(b, KEY, 20);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    private static void require(boolean happened, String complaint) {
        if (!happened) {
            throw new IllegalStateException(complaint);
        }
    }
}
