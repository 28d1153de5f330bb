package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ConfigRules;
import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which rules' absence wilful voters notice, and how soon: the column of docs/protocol.md. Takes a quarter of an hour. */
@Tag("soak")
class WilfulRuleSearchTest {
    private static final long MOST_SEEDS = Long.getLong("kith.simulation.search", 1_000);

    @Test
    void most_rules_are_missed_by_somebody() {
        Map<Rule, Long> found = new TreeMap<>();
        for (Rule rule : Rule.values()) {
            Optional<Long> first = firstSeed(rule);
            first.ifPresent(seed -> found.put(rule, seed));
            System.out.println(rule + " " + first.map(seed -> "seed " + seed).orElse("none in " + MOST_SEEDS));
        }
        assertThat(found).hasSizeGreaterThan(Rule.values().length / 3);
    }

    private static Optional<Long> firstSeed(Rule rule) {
        DirectedRules rules = new DirectedRules(ConfigRules.all(), RulesWithout.rules(EnumSet.of(rule)));
        return LongStream.rangeClosed(1, MOST_SEEDS)
                .parallel()
                .filter(seed -> WilfulVoters.violation(seed, rules, null) != null)
                .boxed()
                .findFirst();
    }
}
