package io.kith.cli.cluster;

import static io.kith.cli.cluster.Configs.A;
import static io.kith.cli.cluster.Configs.B;
import static io.kith.cli.cluster.Configs.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ClusterConfig;
import io.kith.config.ConfigTransition;
import io.kith.config.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryPlanTest {
    private final ClusterConfig three =
            Configs.settle(Configs.admit(Configs.settle(Configs.admit(Configs.alone(), B, 7401)), C, 7402));

    @Test
    void members_that_do_not_answer_are_awaited_with_what_nobody_else_holds() {
        RecoveryPlan plan = RecoveryPlan.of(three, A::equals);
        assertThat(plan.isNeeded()).as("they are members").isFalse();
        assertThat(plan.awaited()).extracting(Member::id).containsExactly(B, C);
        assertThat(RecoveryPlan.of(three, node -> !node.equals(B)).awaited()).isEmpty();
    }

    @Test
    void a_node_that_partitions_still_list_is_found_by_its_id_though_it_is_no_member() {
        ClusterConfig without = ConfigTransition.force(three, List.of(A));
        assertThat(without.isMember(B)).isFalse();
        assertThat(MemberLookup.ofAnyByPrefix(without, B.shortName())).isEqualTo(B);
        assertThatThrownBy(() -> MemberLookup.byPrefix(without, B.shortName()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
