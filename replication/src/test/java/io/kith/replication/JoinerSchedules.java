package io.kith.replication;

import io.kith.config.Change;
import io.kith.config.Instance;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegate;

/**
 * How joiners would break the promise if one rule were missing. Each schedule is harmless with all rules in force. Nodes
 * are named a, b, c; a founds the cluster and is primary at first. A1, A2, … are the names of flaws that a model of an
 * earlier protocol had.
 */
final class JoinerSchedules {
    private static final long KEY = 1;

    private JoinerSchedules() {}

    /** A sole primary proposes a joiner, which is promoted and made primary while the old one is cut off. */
    static void a_joiner_takes_over_from_a_sole_primary(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        joinerSucceeds(cluster, a, b);
        cluster.run(50);
    }

    /** The same, and then the old primary, its lease long over, is asked for what the new one has changed. */
    static void a_sole_primary_reads_without_a_lease(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        joinerSucceeds(cluster, a, b);
        cluster.client.put(b, KEY, 20);
        cluster.run(5);
        cluster.client.get(a, KEY);
        cluster.run(5);
    }

    private static void joinerSucceeds(DirectedCluster cluster, DirectedNode a, DirectedNode b) {
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        propose(cluster, a, b);
        cluster.cut(a, b);
        cluster.decide(cluster.promote(b));
        cluster.want(b);
        cluster.decide(cluster.drop(b, a));
        cluster.learn(b);
        cluster.run(DirectedCluster.LEASE_MILLIS + 50);
    }

    /** Copies from {@code a}, the primary, to {@code b} until it proposes it. */
    private static void propose(DirectedCluster cluster, DirectedNode a, DirectedNode b) {
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.beat(a, b);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(b)), "b was not proposed");
    }

    /** A proposed joiner falls silent, a write comes, and then the promotion is decided. */
    static void a_proposed_joiner_falls_silent(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        propose(cluster, a, b);
        cluster.cut(a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(2_000);
        cluster.decide(cluster.promote(b));
        cluster.learn(b);
        cluster.run(50);
    }

    /** A write is committed behind the last piece of a copy, and the joiner does not get it. */
    static void a_joiner_misses_the_write_behind_its_copy(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.lose(a, b, message -> message instanceof Append);
        cluster.hold(
                b,
                a,
                message -> message instanceof CopyProgress progress
                        && progress.cursor().isDone());
        cluster.want(a, b);
        cluster.decide();
        cluster.learn(a, b);
        cluster.beat(a, b);
        cluster.run(50);
        cluster.client.put(a, KEY, 20);
        cluster.run(5);
        cluster.release();
        if (cluster.runUntil(100, () -> cluster.asksToPromote(b))) {
            cluster.decide(cluster.promote(b));
            cluster.learn(a, b);
        }
        cluster.run(50);
    }

    /** A joiner is promoted and dropped again while its primary is cut off, and forgets the data (A2). */
    static void a_joiner_is_promoted_and_dropped_unseen(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        propose(cluster, a, b);
        cluster.decide(cluster.promote(b));
        cluster.learn(b);
        cluster.decide(cluster.drop(b, b));
        cluster.learn(b);
        cluster.learn(a);
        cluster.beat(a, b);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(b)), "b was not proposed again");
        cluster.decide(cluster.promote(b));
        cluster.learn(a, b);
        cluster.run(50);
    }

    /** A replica that is dropped, and does not hear of it, is copied to anew; then it hears of its removal (A3). */
    static void a_removal_is_learned_after_the_next_copy(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.decide(cluster.drop(a, b));
        cluster.learn(a);
        cluster.beat(a, b);
        require(cluster.runUntil(500, () -> cluster.asksToPromote(b)), "b was not proposed");
        cluster.learn(b);
        cluster.decide(cluster.promote(b));
        cluster.learn(a, b);
        cluster.run(50);
    }

    /** A read lease that was delegated to a replica arrives there late, when it is a joiner. */
    static void a_lease_arrives_at_a_joiner(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.beat(a, b);
        cluster.run(1);
        cluster.hold(a, b, message -> message instanceof Delegate);
        cluster.beat(b, a);
        cluster.run(1);
        cluster.want(a);
        cluster.decide(cluster.drop(a, b));
        cluster.learn(a, b);
        cluster.want(a, b);
        cluster.decide();
        cluster.lose(a, b, message -> message instanceof CopyPiece);
        cluster.learn(a, b);
        cluster.run(50);
        cluster.release();
        cluster.client.get(b, KEY);
        cluster.run(5);
    }

    /** A promotion that was asked for in one instance is decided in the next, when its author has given it up. */
    static void a_promotion_is_decided_one_instance_late(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        propose(cluster, a, b);
        Change promotion = cluster.promote(b);
        cluster.want(a);
        cluster.decide();
        cluster.learn(a, b);
        cluster.run(100);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        Instance asked = new Instance(a.id(), 1, 1);
        if (cluster.rules().config().counts(asked, new Instance(a.id(), 1, 2))) {
            cluster.decide(promotion);
        }
        cluster.learn(a, b);
        cluster.run(50);
    }

    /** Somebody else than the primary wants a node promoted. */
    static void a_stranger_promotes(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(1, a, b, c);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        long term = cluster.config().partition(DirectedCluster.P).term();
        cluster.decideIfLegal(new Change.Promote(b.id(), DirectedCluster.P, term, c.id()));
        cluster.learn(a, b, c);
        cluster.run(50);
    }

    /** A node that is no replica is to be primary. */
    static void a_stranger_becomes_primary(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        cluster.form(1, a, b);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.decideIfLegal(cluster.moveTo(a, b));
        cluster.learn(a);
        cluster.run(50);
    }

    /** A late acknowledgement of a replica's first life, for a write that its second life does not have (A1). */
    static void an_acknowledgement_comes_from_an_earlier_life(DirectedCluster cluster) {
        DirectedNode a = cluster.node("a");
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.lose(a, c, message -> message instanceof Append);
        cluster.hold(b, a, message -> message instanceof Acknowledge);
        cluster.client.put(a, KEY, 10);
        cluster.run(5);
        cluster.decide(cluster.drop(a, b));
        cluster.learn(b, a);
        cluster.lose(a, b, message -> message instanceof Append);
        cluster.beatAll(a, b, c);
        cluster.run(50);
        cluster.release();
        cluster.mend();
        cluster.lose(a, b, message -> message instanceof Append);
        if (cluster.runUntil(500, () -> cluster.asksToPromote(b))) {
            cluster.decide(cluster.promote(b));
            cluster.learn(a, b, c);
        }
        cluster.run(500);
    }

    static void require(boolean happened, String complaint) {
        if (!happened) {
            throw new IllegalStateException(complaint);
        }
    }
}
