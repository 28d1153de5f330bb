package io.kith.replication;

import static io.kith.replication.JoinerSchedules.require;

import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.FailedAt;

/** How what fails in one node's code would break the promise if it went on, or if what is said of it counted for ever. */
final class FailureSchedules {
    private static final long KEY = 1;

    /** The number of the first write that schedules make: the session's request before it opened the map. */
    static final long FIRST_WRITE = 2;

    private FailureSchedules() {}

    /** A primary has changed its state by a write, and fails before it keeps the result; what it holds is torn. */
    static void a_primary_fails_behind_a_write(DirectedCluster cluster) {
        DirectedNode a = cluster.failingNode("a", FailingCode.behind(FIRST_WRITE));
        DirectedNode b = cluster.node("b");
        cluster.form(2, a, b);
        DirectedClient.Call write = cluster.client.put(a, KEY, 10);
        if (cluster.runUntil(500, () -> a.asks(cluster.drop(a, a)))) {
            cluster.want(b);
            cluster.decide(cluster.drop(a, a));
            cluster.learn(b, a);
            require(cluster.runUntil(2_500, () -> b.view().active()), "b did not become active");
            write.sendTo(b);
            cluster.run(20);
        }
        cluster.run(500);
    }

    /** A primary fails at a write. The next one does not hear where, does the write and answers; the one after that does. */
    static void a_primarys_failure_is_told_late(DirectedCluster cluster) {
        DirectedNode a = cluster.failingNode("a", FailingCode.before(FIRST_WRITE, 1));
        DirectedNode b = cluster.node("b");
        DirectedNode c = cluster.node("c");
        cluster.form(3, a, b, c);
        cluster.lose(a, b, message -> message instanceof FailedAt);
        cluster.hold(a, c, message -> message instanceof FailedAt);
        cluster.lose(b, c, message -> message instanceof CommitNotice);
        DirectedClient.Call write = cluster.client.put(a, KEY, 10);
        require(cluster.runUntil(500, () -> a.asks(cluster.drop(a, a))), "a did not step back");
        cluster.want(b, c);
        cluster.decide(cluster.drop(a, a));
        cluster.learn(b, c, a);
        require(cluster.runUntil(2_500, () -> b.view().active()), "b did not become active");
        write.sendTo(b);
        cluster.run(20);
        require(write.isOk(), "b did not do the write");
        cluster.want(c);
        cluster.decide(cluster.drop(c, b));
        cluster.mend();
        cluster.release();
        cluster.learn(c, b);
        require(cluster.runUntil(2_500, () -> c.view().active()), "c did not become active");
        cluster.client.get(c, KEY);
        cluster.run(20);
    }
}
