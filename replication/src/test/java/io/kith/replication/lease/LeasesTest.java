package io.kith.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ClusterParameters;
import io.kith.config.PartitionReplicas;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.ManualPort;
import io.kith.replication.shared.OnePartition;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final NodeId A = new NodeId(1, 1);
    private static final NodeId B = new NodeId(2, 2);
    private static final NodeId C = new NodeId(3, 3);
    private static final long LEASE = 1_000_000_000L;

    private final ManualPort port = new ManualPort();
    private final ClusterParameters parameters = new ClusterParameters("leases", 1, 1_000, 10);
    private final Leases leases = new Leases(port, 3, SafetyRules.production());
    private final EarlierPrimaries earlier = leases.earlierPrimaries(B);

    private static PartitionReplicas of(long term, NodeId... replicas) {
        return new PartitionReplicas(term, List.of(replicas), 1);
    }

    // ---- grants received

    @Test
    void a_grant_counts_from_the_sending_of_the_heartbeat() {
        leases.holdsConfig(5);
        long sent = port.nowNanos();
        port.pass(300);
        leases.got(A, 5, sent, LEASE);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(sent + LEASE);
        assertThat(leases.grantedUntilNanos(C)).isEqualTo(SafetyRules.NEVER);
    }

    @Test
    void a_grant_under_a_newer_config_counts_once_that_is_held() {
        leases.holdsConfig(5);
        leases.got(A, 6, port.nowNanos(), LEASE);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(SafetyRules.NEVER);
        leases.holdsConfig(6);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(port.nowNanos() + LEASE);
    }

    @Test
    void a_late_answer_shortens_no_grant() {
        leases.holdsConfig(1);
        long first = port.nowNanos();
        port.pass(100);
        leases.got(A, 1, port.nowNanos(), LEASE);
        leases.got(A, 1, first, LEASE);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(port.nowNanos() + LEASE);
    }

    @Test
    void a_suspension_ends_all_grants_and_those_asked_for_before_it() {
        leases.holdsConfig(1);
        leases.got(A, 1, port.nowNanos(), LEASE);
        long sentBefore = port.nowNanos();
        assertThat(leases.haveEnded()).isFalse();
        port.suspend(50);
        assertThat(leases.wouldEnd()).isTrue();
        assertThat(leases.haveEnded()).isTrue();
        assertThat(leases.haveEnded()).isFalse();
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(SafetyRules.NEVER);
        leases.got(A, 1, sentBefore, LEASE);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(SafetyRules.NEVER);
        port.pass(1);
        leases.got(A, 1, port.nowNanos(), LEASE);
        assertThat(leases.grantedUntilNanos(A)).isEqualTo(port.nowNanos() + LEASE);
    }

    @Test
    void a_clock_that_is_set_a_little_at_a_time_ends_nothing() {
        for (int i = 0; i < 20; i++) {
            port.suspend(2);
            assertThat(leases.haveEnded()).isFalse();
            leases.settle(port.nowNanos(), LEASE);
        }
    }

    @Test
    void voters_answer_when_a_majority_of_them_did_of_late() {
        OnePartition one = new OnePartition(B, A, B);
        assertThat(one.cluster.config().voters()).containsExactly(A);
        assertThat(leases.votersAnswer(one.cluster.config(), A, port.nowNanos()))
                .isTrue();
        assertThat(leases.votersAnswer(one.cluster.config(), B, port.nowNanos()))
                .isFalse();
        leases.got(A, 1, port.nowNanos(), LEASE);
        assertThat(leases.votersAnswer(one.cluster.config(), B, port.nowNanos()))
                .isTrue();
        assertThat(leases.votersAnswer(one.cluster.config(), B, port.nowNanos() + 1))
                .isFalse();
    }

    // ---- grants given

    @Test
    void a_new_primary_waits_for_the_grant_it_gave_to_the_one_before_and_longer_than_that_counts_it() {
        leases.gave(A, 4, port.nowNanos(), parameters);
        earlier.termChanged(of(1, A, B), of(2, B), 5, port.nowNanos());
        assertThat(earlier.untilNanos()).containsOnlyKeys(A);
        assertThat(earlier.untilNanos().get(A)).isGreaterThan(port.nowNanos() + LEASE);
    }

    @Test
    void a_grant_given_under_the_config_that_names_the_new_primary_is_none_to_wait_for() {
        leases.gave(A, 5, port.nowNanos(), parameters);
        earlier.termChanged(of(1, A, B), of(2, B), 5, port.nowNanos());
        assertThat(earlier.untilNanos()).isEmpty();
    }

    @Test
    void who_skipped_a_term_waits_for_all_grants_it_gave() {
        leases.gave(A, 4, port.nowNanos(), parameters);
        leases.gave(C, 4, port.nowNanos(), parameters);
        earlier.termChanged(of(1, A, B, C), of(3, B), 6, port.nowNanos());
        assertThat(earlier.untilNanos()).containsOnlyKeys(A, C);
    }

    @Test
    void what_has_run_out_is_forgotten() {
        leases.gave(A, 4, port.nowNanos(), parameters);
        earlier.termChanged(of(1, A, B), of(2, B), 5, port.nowNanos());
        port.pass(1_000);
        earlier.forgetExpired(port.nowNanos());
        assertThat(earlier.untilNanos()).containsOnlyKeys(A);
        port.pass(20);
        earlier.forgetExpired(port.nowNanos());
        assertThat(earlier.untilNanos()).isEmpty();
        leases.settle(port.nowNanos(), LEASE);
        earlier.termChanged(of(2, A, B), of(4, B), 9, port.nowNanos());
        assertThat(earlier.untilNanos()).isEmpty();
    }
}
