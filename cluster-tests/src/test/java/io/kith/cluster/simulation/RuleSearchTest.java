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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which rules' absence random runs notice, and how soon: the column of docs/protocol.md. Takes about half an hour. */
@Tag("soak")
class RuleSearchTest {
    private static final long MOST_SEEDS = Long.getLong("kith.simulation.search", 300);

    @Test
    void most_rules_are_missed_by_somebody() {
        Map<String, Long> found = new TreeMap<>();
        for (ConfigRule rule : ConfigRule.values()) {
            search(rule.name(), new NodeRules(ConfigRulesWithout.rules(rule), SafetyRules.production()), found);
        }
        for (Rule rule : Rule.values()) {
            search(rule.name(), new NodeRules(ConfigRules.all(), RulesWithout.rules(EnumSet.of(rule))), found);
        }
        assertThat(found).hasSizeGreaterThan((ConfigRule.values().length + Rule.values().length) / 2);
    }

    private static void search(String name, NodeRules rules, Map<String, Long> found) {
        Optional<Long> first = LongStream.rangeClosed(1, MOST_SEEDS)
                .parallel()
                .filter(seed -> isViolation(
                        new ClusterSimulation(SimulationOptions.draw(seed), new ProductionSystem(rules), null)
                                .run()
                                .failure()))
                .boxed()
                .findFirst();
        first.ifPresent(seed -> found.put(name, seed));
        System.out.println(name + " " + first.map(seed -> "seed " + seed).orElse("none in " + MOST_SEEDS));
    }

    private static boolean isViolation(@Nullable String failure) {
        return failure != null && !failure.startsWith("UNSETTLED") && !failure.startsWith("FORM");
    }
}
