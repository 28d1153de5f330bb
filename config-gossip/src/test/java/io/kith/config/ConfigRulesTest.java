package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.SimulatedCluster.ConfigNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule matters: with it switched off, what it forbids happens. */
class ConfigRulesTest {

    @Test
    void without_promises_that_bind_two_values_are_decided_for_one_version() {
        assertThat(seedsUntilTheChainSplits(ConfigRulesWithout.rules(ConfigRule.PROMISES_BIND)))
                .isPositive();
        assertThat(seedsUntilTheChainSplits(ConfigRules.all())).isZero();
    }

    @Test
    void without_taking_over_accepted_values_two_values_are_decided_for_one_version() {
        assertThat(seedsUntilTheChainSplits(ConfigRulesWithout.rules(ConfigRule.ACCEPTED_VALUES_BIND)))
                .isPositive();
    }

    @Test
    void with_less_than_a_majority_two_values_are_decided_for_one_version() {
        assertThat(seedsUntilTheChainSplits(ConfigRulesWithout.rules(ConfigRule.QUORUM_IS_MAJORITY)))
                .isPositive();
    }

    @Test
    void without_rising_ids_a_late_message_would_take_a_node_back() {
        assertThat(takesBack(ConfigRules.all())).isFalse();
        assertThatThrownBy(() -> takesBack(ConfigRulesWithout.rules(ConfigRule.CONFIG_ID_RISES)))
                .hasMessageContaining("never goes down");
    }

    @Test
    void without_the_rule_on_promotions_anybody_makes_anybody_a_replica() {
        assertThat(promotedByOther(ConfigRulesWithout.rules(ConfigRule.PROMOTED_BY_PRIMARY)))
                .isTrue();
        assertThat(promotedByOther(ConfigRules.all())).isFalse();
    }

    @Test
    void without_the_rule_on_primaries_one_that_was_no_replica_becomes_primary() {
        assertThat(newcomerIsPrimary(ConfigRulesWithout.rules(ConfigRule.PRIMARY_IN_BOTH)))
                .isTrue();
        assertThat(newcomerIsPrimary(ConfigRules.all())).isFalse();
    }

    @Test
    void without_the_binding_to_an_instance_a_change_is_decided_in_a_later_one() {
        assertThat(carriedOver(ConfigRulesWithout.rules(ConfigRule.BOUND_TO_INSTANCE)))
                .isTrue();
        assertThat(carriedOver(ConfigRules.all())).isFalse();
    }

    /**
     * The number of the first seed with which two nodes hold different configs of one id; 0 if there is none. Two of
     * three voters do not hear each other and propose at once, so that the third alone stands between them.
     */
    private static int seedsUntilTheChainSplits(ConfigRules rules) {
        for (int seed = 1; seed <= 40; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, rules);
            cluster.movesPartitions = false;
            ConfigNode first = cluster.create(2);
            cluster.join(first);
            cluster.join(first);
            cluster.runUntil(10_000, () -> cluster.isSettled(3));
            cluster.disturb(0, 0, 30 * SimulatedCluster.MILLI);
            cluster.cut(cluster.nodes.get(0), cluster.nodes.get(1));
            try {
                for (ConfigNode node : cluster.nodes.subList(0, 2)) {
                    // Nobody hears another well, so that each turns to itself first.
                    cluster.nodes.forEach(
                            other -> node.lastHeard.put(other.id, cluster.now() - 600 * SimulatedCluster.MILLI));
                    node.core.propose(new Change.SetSetting(node.id, "app.round", node.id.toString()));
                }
                cluster.run(1_000);
            } catch (AssertionError split) {
                assertThat(split).hasMessageContaining("config ");
                return seed;
            }
        }
        return 0;
    }

    /** Whether a node that is told of an old config late goes back to it. */
    private static boolean takesBack(ConfigRules rules) {
        SimulatedCluster cluster = pair(rules);
        ConfigNode voter = cluster.nodes.get(0);
        ClusterConfig old = voter.config();
        voter.core.propose(new Change.SetSetting(voter.id, "app.next", "1"));
        cluster.run(500);
        voter.core.handle(cluster.nodes.get(1).id, new ConfigMessage.FullConfig(old));
        return voter.config().configId() <= old.configId();
    }

    private static boolean promotedByOther(ConfigRules rules) {
        SimulatedCluster cluster = pair(rules);
        ConfigNode other = cluster.nodes.get(1);
        other.core.propose(new Change.Promote(other.id, 0, 1, other.id));
        cluster.run(200);
        return other.config().partition(0).lists(other.id);
    }

    private static boolean newcomerIsPrimary(ConfigRules rules) {
        SimulatedCluster cluster = pair(rules);
        ConfigNode primary = cluster.nodes.get(0);
        ConfigNode other = cluster.nodes.get(1);
        List<Change> value = List.of(
                new Change.Promote(primary.id, 0, 1, other.id), new Change.MovePrimary(primary.id, 0, 1, other.id));
        return ConfigTransition.apply(primary.config(), value, rules)
                .partition(0)
                .primary()
                .equals(other.id);
    }

    private static boolean carriedOver(ConfigRules rules) {
        SimulatedCluster cluster = pair(rules);
        ConfigNode voter = cluster.nodes.get(0);
        ConfigNode other = cluster.nodes.get(1);
        long asked = voter.config().configId();
        Change late = new Change.SetSetting(other.id, "app.late", "1");
        Instance instance = Instance.of(voter.config());
        // Something else is decided before the wish's time has come.
        voter.core.handle(other.id, new ConfigMessage.Wishes(instance, List.of(late), 9));
        voter.core.handle(
                voter.id,
                new ConfigMessage.ConfigSteps(
                        instance, List.of(List.of(new Change.SetSetting(voter.id, "app.soon", "1")))));
        assertThat(voter.config().configId()).isEqualTo(asked + 1);
        voter.core.propose(new Change.SetSetting(voter.id, "app.next", "1"));
        cluster.run(500);
        return voter.config().settings().containsKey("app.late");
    }

    /** A voter that holds everything, and a member that holds nothing. */
    private static SimulatedCluster pair(ConfigRules rules) {
        SimulatedCluster cluster = new SimulatedCluster(1, rules);
        cluster.movesPartitions = false;
        ConfigNode first = cluster.create(2);
        ConfigNode second = cluster.join(first);
        cluster.runUntil(2_000, second::isMember);
        cluster.run(500);
        return cluster;
    }
}
