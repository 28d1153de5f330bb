package io.kith.cli.cluster;

import static io.kith.cli.cluster.Configs.A;
import static io.kith.cli.cluster.Configs.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigTransition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigNewsTest {
    private final ClusterConfig alone = Configs.alone();
    private final ClusterConfig two = Configs.settle(Configs.admit(alone, B, 7401));

    @Test
    void nothing_new_is_told_of_the_same_config() {
        assertThat(ConfigNews.between(two, two)).isEmpty();
    }

    @Test
    void a_newcomer_is_told() {
        assertThat(ConfigNews.between(alone, two)).containsExactly("node bbbb0000 (127.0.0.1:7401) joined");
    }

    @Test
    void a_member_that_drains_is_leaving() {
        ClusterConfig leaving = Configs.with(two, new Change.Leave(A, B));

        assertThat(ConfigNews.between(two, leaving)).containsExactly("node bbbb0000 (127.0.0.1:7401) is leaving");
    }

    @Test
    void who_was_leaving_has_left_and_who_was_not_was_removed() {
        ClusterConfig leaving = Configs.with(two, new Change.Leave(A, B));
        ClusterConfig without = ConfigTransition.force(two, List.of(A));

        assertThat(ConfigNews.between(leaving, without)).contains("node bbbb0000 (127.0.0.1:7401) has left");
        assertThat(ConfigNews.between(two, without)).contains("node bbbb0000 (127.0.0.1:7401) was removed");
    }

    @Test
    void new_voters_are_told() {
        ClusterConfig changed = ConfigTransition.force(two, List.of(B));

        assertThat(ConfigNews.between(two, changed)).contains("voters are now bbbb0000");
    }
}
