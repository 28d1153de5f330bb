package io.kith.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Read leases that are delegated: what their holder counts on, and what who gave them remembers. */
class DelegatedLeaseTest {
    private static final NodeId A = new NodeId(1, 1);
    private static final NodeId B = new NodeId(2, 2);
    private static final NodeId C = new NodeId(3, 3);
    private static final SafetyRules RULES = SafetyRules.production();

    private final ReadLease lease = new ReadLease();
    private final Delegations delegations = new Delegations();

    @Test
    void a_lease_runs_in_the_term_that_is_adopted_until_its_time() {
        lease.take(3, 100, 3, RULES);
        assertThat(lease.runs(99, 3, RULES)).isTrue();
        assertThat(lease.runs(100, 3, RULES)).isFalse();
        assertThat(lease.runs(99, 4, RULES)).isFalse();
    }

    @Test
    void a_lease_of_a_lower_term_is_not_taken() {
        lease.take(2, 100, 3, RULES);
        assertThat(lease.runs(50, 3, RULES)).isFalse();
        assertThat(lease.runs(50, 2, RULES)).isFalse();
    }

    @Test
    void the_longer_of_two_leases_of_a_term_counts_and_a_higher_term_begins_anew() {
        lease.take(3, 100, 3, RULES);
        lease.take(3, 80, 3, RULES);
        assertThat(lease.runs(90, 3, RULES)).isTrue();
        lease.take(4, 60, 3, RULES);
        assertThat(lease.runs(59, 4, RULES)).isTrue();
        assertThat(lease.runs(90, 4, RULES)).isFalse();
    }

    @Test
    void another_copy_has_no_lease_yet() {
        lease.take(3, 100, 3, RULES);
        ReadLease next = new ReadLease();
        next.follow(lease, RULES);
        assertThat(next.runs(50, 3, RULES)).isFalse();
        ReadLease unruly = new ReadLease();
        unruly.follow(lease, RulesWithout.rules(Rule.ADOPTION_VOIDS_DELEGATIONS));
        assertThat(unruly.runs(50, 3, RulesWithout.rules(Rule.ADOPTION_VOIDS_DELEGATIONS)))
                .isTrue();
    }

    @Test
    void a_suspension_ends_it() {
        lease.take(3, 100, 3, RULES);
        lease.end();
        assertThat(lease.runs(1, 3, RULES)).isFalse();
    }

    @Test
    void delegations_are_remembered_until_they_run_out_and_over_terms() {
        delegations.gave(B, 100);
        delegations.gave(B, 90);
        delegations.nextTerm(RULES);
        assertThat(delegations.runsAt(B, 99)).isTrue();
        assertThat(delegations.runsAt(B, 100)).isFalse();
        assertThat(delegations.runsAt(C, 1)).isFalse();
        delegations.forgetExpired(100);
        assertThat(delegations.isEmpty()).isTrue();
    }

    @Test
    void delegations_to_nodes_that_are_not_listed_are_told_from_others() {
        delegations.gave(A, 100);
        delegations.gave(B, 100);
        assertThat(delegations.runOutside(List.of(A, B), A, 50)).isFalse();
        assertThat(delegations.runOutside(List.of(A), A, 50)).isTrue();
        assertThat(delegations.runOutside(List.of(A), A, 100)).isFalse();
        assertThat(delegations.runningAtOthers(A, 50)).containsExactly(B);
    }

    @Test
    void a_grant_covers_the_delegations_to_all_but_the_joiner() {
        delegations.gave(B, 100);
        assertThat(delegations.outlast(99, C, 50)).isTrue();
        assertThat(delegations.outlast(100, C, 50)).isFalse();
        assertThat(delegations.outlast(99, B, 50)).isFalse();
    }
}
