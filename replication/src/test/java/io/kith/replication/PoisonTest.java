package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A command at which the code fails on every node. */
class PoisonTest {
    private static final long KEY = 1;

    private static @Nullable String violation(DirectedCluster.Schedule schedule) {
        return DirectedCluster.violation(schedule, DirectedRules.all(), null);
    }

    private static DirectedNode failing(DirectedCluster cluster, String name) {
        return cluster.failingNode(name, FailingCode.before(FailureSchedules.FIRST_WRITE, Integer.MAX_VALUE));
    }

    @Test
    void it_stops_one_replica_and_does_not_go_round_the_others() {
        assertThat(violation(cluster -> {
                    DirectedNode a = failing(cluster, "a");
                    DirectedNode b = failing(cluster, "b");
                    DirectedNode c = failing(cluster, "c");
                    cluster.form(3, a, b, c);
                    DirectedClient.Call poison = cluster.client.put(a, KEY, 10);
                    DirectedClient.Call behind = cluster.client.put(a, KEY + 1, 20);
                    assertThat(cluster.runUntil(500, () -> a.asks(cluster.drop(a, a))))
                            .isTrue();
                    assertThat(a.hasFallen(0)).isTrue();
                    assertThat(a.view().active()).isFalse();
                    assertThat(a.view().canRead()).isFalse();
                    cluster.want(b, c);
                    cluster.decide(cluster.drop(a, a));
                    cluster.learn(b, c, a);
                    assertThat(cluster.runUntil(2_500, () -> b.view().active())).isTrue();
                    poison.sendTo(b);
                    behind.sendTo(b);
                    DirectedClient.Call next = cluster.client.put(b, KEY, 30);
                    cluster.beatAll(b, c);
                    cluster.run(200);
                    assertThat(poison.status()).isEqualTo(ResponseStatus.FAILED);
                    assertThat(behind.status()).isEqualTo(ResponseStatus.FAILED);
                    assertThat(next.isOk()).isTrue();
                    assertThat(b.hasFallen(0)).isFalse();
                    assertThat(c.hasFallen(0)).isFalse();
                    assertThat(c.view().committedSequence()).isEqualTo(b.view().committedSequence());
                    assertThat(c.digest(0)).isEqualTo(b.digest(0));
                }))
                .isNull();
    }

    @Test
    void where_nobody_is_told_the_last_copy_stays_stopped_and_is_not_empty() {
        assertThat(violation(cluster -> {
                    DirectedNode a = failing(cluster, "a");
                    DirectedNode b = failing(cluster, "b");
                    cluster.form(2, a, b);
                    cluster.lose(a, b, message -> message instanceof FailedAt);
                    cluster.client.put(a, KEY, 10);
                    assertThat(cluster.runUntil(500, () -> a.asks(cluster.drop(a, a))))
                            .isTrue();
                    cluster.want(a, b);
                    cluster.decide(cluster.drop(a, a));
                    cluster.learn(b, a);
                    assertThat(cluster.runUntil(2_500, () -> b.hasFallen(0))).isTrue();
                    DirectedClient.Call read = cluster.client.get(b, KEY);
                    cluster.run(5_000);
                    assertThat(read.status()).isEqualTo(ResponseStatus.UNAVAILABLE);
                    assertThat(b.asks(cluster.drop(b, b)))
                            .as("gives the last copy up")
                            .isFalse();
                    assertThat(b.view().active()).isFalse();
                    assertThat(b.stopped()).contains("last copy", "kith recover");
                }))
                .isNull();
    }

    @Test
    void a_partition_that_fails_again_and_again_is_taken_up_ever_later_and_then_no_more() {
        assertThat(violation(cluster -> {
                    DirectedNode a = cluster.node("a");
                    DirectedNode b = cluster.failingNode("b", FailingCode.from(FailureSchedules.FIRST_WRITE));
                    cluster.form(2, a, b);
                    for (int i = 0; i < 200; i++) {
                        cluster.client.put(a, KEY, i);
                        cluster.beatAll(a, b);
                        cluster.run(200);
                        if (cluster.asksToPromote(b)) {
                            cluster.decide(cluster.promote(b));
                            cluster.learn(a, b);
                        } else if (cluster.config().partition(0).lists(b.id()) && b.asks(cluster.drop(b, b))) {
                            cluster.decide(cluster.drop(b, b));
                            cluster.learn(a, b);
                        }
                    }
                    assertThat(b.timesStopped()).isEqualTo(Stoppage.MOST_FAILURES);
                    assertThat(b.stopped()).contains("takes no copy");
                    assertThat(a.view().active()).isTrue();
                    assertThat(cluster.client.openWrites()).hasSizeLessThan(10);
                }))
                .isNull();
    }
}
