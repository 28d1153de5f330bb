package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ConfigRules;
import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replication keeps its promise whatever legal configs voters decide, and only with its rules. */
class WilfulVotersTest {
    private static final int SEEDS = Integer.getInteger("kith.simulation.wilful", 200);

    /** The most that any of the rules below took was 598 (JOINER_READS_NOT), all others below 100. */
    private static final long MOST_SEEDS = 800;

    @Test
    void nothing_forbidden_happens_whatever_voters_decide() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(WilfulVoters.violation(seed, DirectedRules.all(), null))
                    .as("seed %d", seed)
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {
                "ACTIVATION_SYNCHRONISES",
                "BARRIER_ASKS_ALL",
                "COPY_IS_NUMBERED",
                "DELEGATION_WITHIN_LEASE",
                "FLOOR_REFUSES",
                "GRANT_FROM_SENDING",
                "GRANT_NAMES_CONFIG",
                "JOINER_HOLDS_ALL_COMMITTED",
                "JOINER_READS_NOT",
                "LEASE_SET_HAS_JOINER",
                "PROMOTER_KEEPS_TO_IT",
                "RELEASE_COVERS_DELEGATIONS",
                "REMOVAL_KEEPS_NEWER_COPY",
                "REMOVAL_WAITS_FOR_DELEGATION",
                "RESULTS_MOVE",
                "SKIPPED_PROMOTION_COPIES_ANEW",
                "WAIT_BEFORE_ACTIVATION"
            })
    void the_absence_of_a_rule_is_noticed(Rule rule) {
        DirectedRules rules = new DirectedRules(ConfigRules.all(), RulesWithout.rules(EnumSet.of(rule)));
        String failure = null;
        for (long seed = 1; seed <= MOST_SEEDS && failure == null; seed++) {
            failure = WilfulVoters.violation(seed, rules, null);
        }
        assertThat(failure).as("a violation in %d runs", MOST_SEEDS).isNotNull();
    }
}
