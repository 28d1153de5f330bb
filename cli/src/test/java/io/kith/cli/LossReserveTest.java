package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.cli.cluster.Configs;
import io.kith.config.ClusterConfig;
import io.kith.node.view.IntakeUse;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import io.kith.transport.NodeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossReserveTest {
    private final ClusterConfig config =
            Configs.admit(Configs.admit(Configs.alone(), Configs.B, 7401), Configs.C, 7402);

    private static NodeFigures holds(long storedBytes) {
        return new NodeFigures(new MemoryUse(storedBytes, 800), 0, IntakeUse.NONE, 0);
    }

    private LossReserve reserve(long a, long b, long c) {
        Map<NodeId, NodeFigures> figures = Map.of(Configs.A, holds(a), Configs.B, holds(b), Configs.C, holds(c));
        return LossReserve.of(config, figures);
    }

    @Test
    void what_one_node_holds_has_room_on_the_two_others_up_to_two_thirds_of_what_copies_may_take() {
        assertThat(reserve(600, 600, 600).isEnough()).isTrue();
        assertThat(reserve(600, 600, 600).words()).contains("has room on the others");
    }

    @Test
    void it_says_how_much_is_missing_if_the_worst_is_lost() {
        LossReserve reserve = reserve(700, 600, 620);
        assertThat(reserve.isEnough()).isFalse();
        assertThat(reserve.member().id()).isEqualTo(Configs.C);
        assertThat(reserve.neededBytes()).isEqualTo(620);
        assertThat(reserve.roomBytes())
                .as("each takes half, as far as the fuller one can")
                .isEqualTo(2 * (900 - 700));
        assertThat(reserve.words()).contains("cannot lose node", "need 0.0 MB");
        assertThat(reserve.toJson()).containsEntry("neededBytes", 620L).containsEntry("isEnough", false);
    }

    @Test
    void nothing_is_to_be_copied_where_there_are_no_more_nodes_than_copies_and_nothing_known_of_who_does_not_say() {
        assertThat(LossReserve.of(config, Map.of()).member()).isNull();
        assertThat(LossReserve.of(config, Map.of(Configs.A, holds(800), Configs.B, holds(800)))
                        .member())
                .isNull();
    }
}
