package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ConfigRule;
import io.kith.config.ConfigRulesWithout;
import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule is needed: there is a schedule that is harmless with all rules in force, and without that rule breaks what
 * must always hold. Some rules are covered by another in this implementation; they are shown to matter together.
 */
class DirectedSchedulesTest {

    /** Rules without which nothing forbidden was ever seen; docs/protocol.md says why. */
    private static final Set<Rule> COVERED_BY_OTHERS =
            EnumSet.of(Rule.GIVER_KEEPS_TO_IT, Rule.REMOVAL_DISCARDS, Rule.NEW_TERM_ENDS_COPIES);

    /**
     * Rules of agreement, which schedules of decided configs say nothing of; ConfigRulesTest, KeptVotesTest and LastCopiesTest
     * have them.
     */
    private static final Set<ConfigRule> OF_AGREEMENT = EnumSet.of(
            ConfigRule.PROMISES_BIND,
            ConfigRule.ACCEPTED_VALUES_BIND,
            ConfigRule.QUORUM_IS_MAJORITY,
            ConfigRule.CONFIG_ID_RISES,
            ConfigRule.VOTES_ARE_KEPT_FIRST,
            ConfigRule.LAST_COPY_STAYS,
            ConfigRule.SLEEPER_JUDGES_NOBODY,
            ConfigRule.BACK_IS_NOT_LOST,
            ConfigRule.SILENT_IS_NOT_LOST);

    /**
     * A schedule.
     *
     * @param name for people
     * @param off the rules without which it breaks something
     * @param breaks how the failure begins
     */
    record Case(String name, DirectedCluster.Schedule schedule, Set<Enum<?>> off, String breaks) {
        DirectedRules rules() {
            EnumSet<Rule> replication = EnumSet.noneOf(Rule.class);
            EnumSet<ConfigRule> config = EnumSet.noneOf(ConfigRule.class);
            for (Enum<?> rule : off) {
                if (rule instanceof Rule r) {
                    replication.add(r);
                } else if (rule instanceof ConfigRule r) {
                    config.add(r);
                }
            }
            return new DirectedRules(ConfigRulesWithout.rules(config), RulesWithout.rules(replication));
        }

        @Override
        public String toString() {
            return name + " without " + off;
        }
    }

    private static Case one(String name, DirectedCluster.Schedule schedule, Enum<?> off, String breaks) {
        return new Case(name, schedule, Set.of(off), breaks);
    }

    private static Case both(
            String name, DirectedCluster.Schedule schedule, Enum<?> off, Enum<?> alsoOff, String breaks) {
        return new Case(name, schedule, Set.of(off, alsoOff), breaks);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(joiners());
        cases.addAll(leases());
        cases.addAll(terms());
        cases.addAll(journals());
        cases.addAll(failures());
        return cases;
    }

    private static List<Case> joiners() {
        return List.of(
                one(
                        "a joiner takes over from a sole primary",
                        JoinerSchedules::a_joiner_takes_over_from_a_sole_primary,
                        Rule.LEASE_SET_HAS_JOINER,
                        "LEASE"),
                one(
                        "a sole primary reads without a lease",
                        JoinerSchedules::a_sole_primary_reads_without_a_lease,
                        Rule.BARRIER_ASKS_JOINERS,
                        "LINEARIZABILITY"),
                one(
                        "a proposed joiner falls silent",
                        JoinerSchedules::a_proposed_joiner_falls_silent,
                        Rule.PROMOTER_KEEPS_TO_IT,
                        "LOST"),
                one(
                        "a proposed joiner falls silent",
                        JoinerSchedules::a_proposed_joiner_falls_silent,
                        Rule.ACKNOWLEDGE_SET_HAS_JOINER,
                        "LOST"),
                one(
                        "a joiner misses the write behind its copy",
                        JoinerSchedules::a_joiner_misses_the_write_behind_its_copy,
                        Rule.JOINER_HOLDS_ALL_COMMITTED,
                        "LOST"),
                one(
                        "a joiner is promoted and dropped unseen",
                        JoinerSchedules::a_joiner_is_promoted_and_dropped_unseen,
                        Rule.SKIPPED_PROMOTION_COPIES_ANEW,
                        "LOST"),
                one(
                        "a removal is learned after the next copy",
                        JoinerSchedules::a_removal_is_learned_after_the_next_copy,
                        Rule.REMOVAL_KEEPS_NEWER_COPY,
                        "LOST"),
                one(
                        "a lease arrives at a joiner",
                        JoinerSchedules::a_lease_arrives_at_a_joiner,
                        Rule.JOINER_READS_NOT,
                        "LEASE"),
                one(
                        "an acknowledgement comes from an earlier life",
                        JoinerSchedules::an_acknowledgement_comes_from_an_earlier_life,
                        Rule.COPY_IS_NUMBERED,
                        "LOST"),
                one(
                        "a promotion is decided one instance late",
                        JoinerSchedules::a_promotion_is_decided_one_instance_late,
                        ConfigRule.BOUND_TO_INSTANCE,
                        "LOST"),
                one(
                        "a stranger promotes",
                        JoinerSchedules::a_stranger_promotes,
                        ConfigRule.PROMOTED_BY_PRIMARY,
                        "LOST"),
                one(
                        "a stranger becomes primary",
                        JoinerSchedules::a_stranger_becomes_primary,
                        ConfigRule.PRIMARY_IN_BOTH,
                        "LOST"));
    }

    private static List<Case> leases() {
        return List.of(
                one(
                        "a leased primary is dropped",
                        LeaseSchedules::a_leased_primary_is_dropped,
                        Rule.WAIT_BEFORE_ACTIVATION,
                        "LEASE"),
                one(
                        "a dropped primary heartbeats",
                        LeaseSchedules::a_dropped_primary_heartbeats,
                        Rule.GRANT_NAMES_CONFIG,
                        "LEASE"),
                one(
                        "a dropped primary heartbeats",
                        LeaseSchedules::a_dropped_primary_heartbeats,
                        Rule.PRIMARY_LEASE,
                        "LEASE"),
                one("a grant arrives late", LeaseSchedules::a_grant_arrives_late, Rule.GRANT_FROM_SENDING, "LEASE"),
                one(
                        "a machine is suspended",
                        LeaseSchedules::a_machine_is_suspended,
                        Rule.SUSPENSION_ENDS_LEASES,
                        "LEASE"),
                one(
                        "a delegation arrives late",
                        LeaseSchedules::a_delegation_arrives_late,
                        Rule.DELEGATION_FROM_SENDING,
                        "LEASE"),
                one(
                        "a leased replica is dropped",
                        LeaseSchedules::a_leased_replica_is_dropped,
                        Rule.REMOVAL_WAITS_FOR_DELEGATION,
                        "LEASE"),
                one(
                        "a commit notice is lost",
                        LeaseSchedules::a_commit_notice_is_lost,
                        Rule.PENDING_WRITE_BLOCKS_READ,
                        "LINEARIZABILITY"),
                one(
                        "a lease is of an earlier term",
                        LeaseSchedules::a_lease_is_of_an_earlier_term,
                        Rule.ADOPTION_VOIDS_DELEGATIONS,
                        "LEASE"),
                one(
                        "a reader does not hear of the term",
                        LeaseSchedules::a_reader_does_not_hear_of_the_term,
                        Rule.ADOPTION_ROUND,
                        "LEASE"),
                one(
                        "a delegation outlasts a grant",
                        LeaseSchedules::a_delegation_outlasts_a_grant,
                        Rule.DELEGATION_WITHIN_LEASE,
                        "LEASE"),
                one(
                        "a delegation outlasts the grant of a joiner",
                        LeaseSchedules::a_delegation_outlasts_the_grant_of_a_joiner,
                        Rule.GRANT_COVERS_DELEGATIONS,
                        "LEASE"),
                one(
                        "a primary releases while its delegation runs",
                        LeaseSchedules::a_primary_releases_while_its_delegation_runs,
                        Rule.RELEASE_COVERS_DELEGATIONS,
                        "LEASE"),
                one(
                        "a release is older than the config",
                        LeaseSchedules::a_release_is_older_than_the_config,
                        Rule.RELEASE_NAMES_CONFIG,
                        "LEASE"),
                one(
                        "a primary returns while its delegation runs",
                        LeaseSchedules::a_primary_returns_while_its_delegation_runs,
                        Rule.DELEGATION_OUTLIVES_TERM,
                        "LEASE"),
                one(
                        "a primary returns with an open write",
                        LeaseSchedules::a_primary_returns_with_an_open_write,
                        Rule.ACTIVATION_WAITS_FOR_OWN_DELEGATIONS,
                        "LEASE"),
                one(
                        "a lease ends between two looks at the clock",
                        LeaseSchedules::a_lease_ends_between_two_looks_at_the_clock,
                        Rule.LEASE_READS_CLOCK,
                        "LINEARIZABILITY"),
                one(
                        "the next primary has a fast clock",
                        LeaseSchedules::the_next_primary_has_a_fast_clock,
                        Rule.CLOCKS_MAY_DRIFT,
                        "LEASE"),
                one(
                        "an answer is older than the read",
                        LeaseSchedules::an_answer_is_older_than_the_read,
                        Rule.BARRIER_AFTER_ARRIVAL,
                        "LINEARIZABILITY"),
                one(
                        "a reader without a lease hears one of two",
                        LeaseSchedules::a_reader_without_a_lease_hears_one_of_two,
                        Rule.BARRIER_ASKS_ALL,
                        "LINEARIZABILITY"));
    }

    private static List<Case> terms() {
        return List.of(
                one("a backup misses a write", TermSchedules::a_backup_misses_a_write, Rule.ALL_ACKNOWLEDGE, "LOST"),
                one(
                        "a backup falls silent",
                        TermSchedules::a_backup_falls_silent,
                        Rule.SHRINK_ONLY_WHEN_DECIDED,
                        "LOST"),
                one("a dropped primary writes", TermSchedules::a_dropped_primary_writes, Rule.TERM_FENCE, "FORK"),
                one(
                        "a primary goes right after a write",
                        TermSchedules::a_primary_goes_right_after_a_write,
                        Rule.ACTIVATION_SYNCHRONISES,
                        "LINEARIZABILITY"),
                one(
                        "a removed primary is asked for its term",
                        TermSchedules::a_removed_primary_is_asked_for_its_term,
                        Rule.TERM_OUTLIVES_DATA,
                        "LEASE"),
                both(
                        "a write comes after the handover",
                        TermSchedules::a_write_comes_after_the_handover,
                        Rule.HANDOVER_STOPS_WRITES,
                        Rule.ADOPTION_ROUND,
                        "EXCEPTION"),
                both(
                        "a primary is skipped",
                        TermSchedules::a_primary_is_skipped,
                        Rule.SKIPPED_TERM_WAITS_FOR_ALL,
                        Rule.ADOPTION_ROUND,
                        "LEASE"),
                both(
                        "a primary is skipped",
                        TermSchedules::a_primary_is_skipped,
                        Rule.SKIPPED_TERM_WAITS_FOR_ALL,
                        Rule.TERM_NEEDS_CONFIG,
                        "LEASE"),
                one(
                        "a write is asked for again",
                        TermSchedules::a_write_is_asked_for_again,
                        Rule.EXACTLY_ONCE,
                        "LINEARIZABILITY"),
                one(
                        "a write is asked for again elsewhere",
                        TermSchedules::a_write_is_asked_for_again_elsewhere,
                        Rule.RESULTS_MOVE,
                        "LINEARIZABILITY"),
                one(
                        "a write is repeated below the floor",
                        TermSchedules::a_write_is_repeated_below_the_floor,
                        Rule.FLOOR_REFUSES,
                        "LINEARIZABILITY"),
                one(
                        "a write is repeated after its session",
                        TermSchedules::a_write_is_repeated_after_its_session,
                        Rule.SESSION_MUST_BE_OPEN,
                        "LINEARIZABILITY"),
                one(
                        "a write comes after the destruction",
                        TermSchedules::a_write_comes_after_the_destruction,
                        Rule.COLLECTION_MUST_BE_OPEN,
                        "DESTROYED"),
                one(
                        "a destroyed map is opened",
                        TermSchedules::a_destroyed_map_is_opened,
                        Rule.DESTROYED_STAYS,
                        "DESTROYED"),
                one(
                        "a destroyed map is opened elsewhere",
                        TermSchedules::a_destroyed_map_is_opened_elsewhere,
                        Rule.DESTROYED_MOVES,
                        "DESTROYED"));
    }

    private static List<Case> journals() {
        return List.of(
                one(
                        "a backup's disk stands",
                        JournalSchedules::a_backups_disk_stands,
                        Rule.ACKNOWLEDGED_WHEN_PERSISTED,
                        "LOST"),
                one(
                        "a primary's disk stands",
                        JournalSchedules::a_primarys_disk_stands,
                        Rule.OWN_SHARE_WHEN_PERSISTED,
                        "LOST"),
                one(
                        "a report comes while the disk stands",
                        JournalSchedules::a_report_comes_while_the_disk_stands,
                        Rule.REPORTED_WHEN_PERSISTED,
                        "LOST"),
                one(
                        "a joiner's disk stands",
                        JournalSchedules::a_joiners_disk_stands,
                        Rule.COPIED_WHEN_PERSISTED,
                        "LOST"));
    }

    private static List<Case> failures() {
        return List.of(
                one(
                        "a primary fails behind a write",
                        FailureSchedules::a_primary_fails_behind_a_write,
                        Rule.FAILED_ANSWERS_NO_MORE,
                        "FORK"),
                one(
                        "a primary's failure is told late",
                        FailureSchedules::a_primarys_failure_is_told_late,
                        Rule.STRIKES_OUT_RIGHT_BEHIND,
                        "LINEARIZABILITY"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_schedule_is_harmless_with_all_rules_and_breaks_something_without_one(Case tried) {
        assertThat(DirectedCluster.violation(tried.schedule, DirectedRules.all(), null))
                .as("with all rules")
                .isNull();
        assertThat(DirectedCluster.violation(tried.schedule, tried.rules(), null))
                .as("without %s", tried.off)
                .isNotNull()
                .startsWith(tried.breaks);
    }

    /** Where it takes two missing rules, one alone does no harm in that schedule: the other covers it. */
    @Test
    void of_two_rules_that_cover_each_other_either_is_enough() {
        for (Case tried : cases()) {
            for (Enum<?> off : tried.off.size() < 2 ? Set.<Enum<?>>of() : tried.off) {
                Case alone = one(tried.name, tried.schedule, off, "");
                assertThat(DirectedCluster.violation(alone.schedule, alone.rules(), null))
                        .as(alone.toString())
                        .isNull();
            }
        }
    }

    @Test
    void no_rule_is_left_out() {
        Set<Rule> replication = EnumSet.copyOf(COVERED_BY_OTHERS);
        Set<ConfigRule> config = EnumSet.copyOf(OF_AGREEMENT);
        for (Case tried : cases()) {
            for (Enum<?> rule : tried.off) {
                if (rule instanceof Rule r) {
                    replication.add(r);
                } else if (rule instanceof ConfigRule r) {
                    config.add(r);
                }
            }
        }
        assertThat(replication).containsExactlyInAnyOrder(Rule.values());
        assertThat(config).containsExactlyInAnyOrder(ConfigRule.values());
    }
}
