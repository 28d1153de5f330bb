package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ConfigRule;
import io.kith.config.ConfigRules;
import io.kith.config.ConfigRulesWithout;
import io.kith.node.core.NodeRules;
import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import io.kith.replication.safety.SafetyRules;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random runs notice the absence of a rule. Here are those that need few runs for that; {@code DirectedSchedulesTest} has
 * all, among them {@code REPORTED_WHEN_PERSISTED}, which random runs did not find, and {@code COPIED_WHEN_PERSISTED}, which takes
 * hundreds.
 */
class RulesAreNeededTest {
    /** The most that any of them took was 17; a change of the simulator may make it more. */
    private static final long MOST_SEEDS = 300;

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {
                "ACKNOWLEDGED_WHEN_PERSISTED",
                "ACKNOWLEDGE_SET_HAS_JOINER",
                "ADOPTION_ROUND",
                "ALL_ACKNOWLEDGE",
                "COLLECTION_MUST_BE_OPEN",
                "COPY_IS_NUMBERED",
                "DESTROYED_MOVES",
                "DESTROYED_STAYS",
                "EXACTLY_ONCE",
                "OWN_SHARE_WHEN_PERSISTED",
                "PENDING_WRITE_BLOCKS_READ",
                "PRIMARY_LEASE",
                "REMOVAL_WAITS_FOR_DELEGATION",
                "SHRINK_ONLY_WHEN_DECIDED"
            })
    void the_absence_of_a_rule_of_replication_is_noticed(Rule rule) {
        assertNoticed(new NodeRules(ConfigRules.all(), RulesWithout.rules(EnumSet.of(rule))));
    }

    @ParameterizedTest
    @EnumSource(
            value = ConfigRule.class,
            names = {"BOUND_TO_INSTANCE", "QUORUM_IS_MAJORITY"})
    void the_absence_of_a_rule_of_the_config_is_noticed(ConfigRule rule) {
        assertNoticed(new NodeRules(ConfigRulesWithout.rules(rule), SafetyRules.production()));
    }

    private static void assertNoticed(NodeRules rules) {
        String failure = null;
        for (long seed = 1; seed <= MOST_SEEDS && !isViolation(failure); seed++) {
            failure = new ClusterSimulation(SimulationOptions.draw(seed), new ProductionSystem(rules), null)
                    .run()
                    .failure();
        }
        assertThat(isViolation(failure))
                .as("a violation in %d runs", MOST_SEEDS)
                .isTrue();
    }

    /** A cluster that forms or settles too slowly has broken no promise. */
    private static boolean isViolation(@Nullable String failure) {
        return failure != null && !failure.startsWith("UNSETTLED") && !failure.startsWith("FORM");
    }
}
