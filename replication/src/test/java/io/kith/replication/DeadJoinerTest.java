package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A joiner that dies once its primary counts on it, in a partition in which nothing is written, and stays a member. */
class DeadJoinerTest {
    @Test
    void the_primary_reads_alone_again_before_long_though_nobody_asks_for_anything() {
        assertThat(DirectedCluster.violation(
                        cluster -> {
                            DirectedNode a = cluster.node("a");
                            DirectedNode b = cluster.node("b");
                            cluster.form(1, a, b);
                            cluster.want(a, b);
                            cluster.decide();
                            cluster.learn(a, b);
                            // It has its copy and is waited for, but gave no grant, without which it is not proposed.
                            assertThat(cluster.runUntil(500, () -> !a.view().canRead()))
                                    .isTrue();
                            cluster.cut(a, b);
                            assertThat(cluster.runUntil(15_000, () -> a.view().canRead()))
                                    .isTrue();
                        },
                        DirectedRules.all(),
                        null))
                .isNull();
    }
}
