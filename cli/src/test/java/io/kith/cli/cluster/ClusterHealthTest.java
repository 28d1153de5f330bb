package io.kith.cli.cluster;

import static io.kith.cli.cluster.Configs.A;
import static io.kith.cli.cluster.Configs.B;
import static io.kith.cli.cluster.Configs.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigTransition;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {
    @Test
    void a_lone_node_is_all_the_replicas_there_can_be() {
        ClusterHealth health = ClusterHealth.of(Configs.alone());

        assertThat(health.total()).isEqualTo(16);
        assertThat(health.full()).isEqualTo(16);
        assertThat(health.isSettled()).isTrue();
        assertThat(health.fullestOverFairShare()).isEqualTo(1.0);
        assertThat(health.members()).singleElement().satisfies(share -> {
            assertThat(share.voter()).isTrue();
            assertThat(share.primary()).isEqualTo(16);
            assertThat(share.replica()).isZero();
        });
    }

    @Test
    void partitions_lack_a_replica_until_it_has_been_copied_to_the_newcomer() {
        ClusterConfig two = Configs.admit(Configs.alone(), B, 7401);

        ClusterHealth before = ClusterHealth.of(two);
        assertThat(before.full()).isZero();
        assertThat(before.underReplicated()).isEqualTo(16);
        assertThat(before.unavailable()).isZero();
        assertThat(before.isSettled()).isFalse();

        ClusterHealth after = ClusterHealth.of(Configs.settle(two));
        assertThat(after.full()).isEqualTo(16);
        assertThat(after.isSettled()).isTrue();
        assertThat(after.members()).allSatisfy(share -> assertThat(share.held()).isEqualTo(16));
    }

    @Test
    void a_member_lacks_what_the_ring_gives_it_until_it_holds_and_leads_that() {
        ClusterConfig two = Configs.admit(Configs.alone(), B, 7401);
        assertThat(ClusterHealth.lackedBy(A, two)).isZero();
        assertThat(ClusterHealth.lackedBy(B, two)).isEqualTo(16);

        ClusterConfig settled = Configs.settle(two);
        assertThat(ClusterHealth.lackedBy(B, settled)).isZero();

        int led = led(settled, B);
        ClusterConfig elsewhere = Configs.with(
                settled, new Change.MovePrimary(B, led, settled.partition(led).term(), A));
        assertThat(ClusterHealth.lackedBy(B, elsewhere)).isEqualTo(1);
        assertThat(ClusterHealth.lackedBy(A, elsewhere)).isZero();
    }

    private static int led(ClusterConfig config, NodeId node) {
        return IntStream.range(0, config.partitionCount())
                .filter(p -> config.partition(p).primary().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void full_partitions_are_not_settled_while_the_ring_wants_them_elsewhere() {
        ClusterConfig three = Configs.admit(Configs.settle(Configs.admit(Configs.alone(), B, 7401)), C, 7402);

        ClusterHealth health = ClusterHealth.of(three);
        assertThat(health.isFull()).isTrue();
        assertThat(health.isSettled()).isFalse();
        assertThat(health.settled()).isLessThan(16);
    }

    @Test
    void partitions_of_a_removed_member_lack_a_replica_or_are_unavailable() {
        ClusterConfig two = Configs.settle(Configs.admit(Configs.alone(), B, 7401));
        ClusterConfig three = Configs.settle(Configs.admit(two, C, 7402));

        ClusterHealth withoutOne = ClusterHealth.of(ConfigTransition.force(three, List.of(A, C)));
        assertThat(withoutOne.unavailable()).isZero();
        assertThat(withoutOne.underReplicated()).isPositive();

        ClusterHealth withoutTwo = ClusterHealth.of(ConfigTransition.force(three, List.of(A)));
        assertThat(withoutTwo.unavailable()).isPositive();
        assertThat(withoutTwo.full() + withoutTwo.underReplicated() + withoutTwo.unavailable())
                .isEqualTo(16);
        assertThat(withoutTwo.isFull()).isFalse();
    }

    @Test
    void a_leaving_member_counts_for_what_it_holds_but_not_for_what_is_wanted() {
        ClusterConfig two = Configs.settle(Configs.admit(Configs.alone(), B, 7401));
        ClusterConfig leaving = Configs.with(two, new Change.Leave(A, B));

        ClusterHealth health = ClusterHealth.of(leaving);
        assertThat(health.full()).isEqualTo(16);
        assertThat(health.isSettled()).isFalse();
    }
}
