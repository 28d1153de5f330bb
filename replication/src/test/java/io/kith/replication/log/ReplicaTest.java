package io.kith.replication.log;

import static io.kith.replication.shared.OnePartition.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.Kinds;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionStates;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private final Replicas replicas = new Replicas(
            0, new PartitionStates(Kinds.all()), MemoryJournal.INSTANCE, () -> {}, SafetyRules.production());
    private final List<Completion> completed = new ArrayList<>();

    private void committed(int partition, long term, boolean primary, LogEntry entry, List<Completion> outcome) {
        completed.addAll(outcome);
    }

    @Test
    void what_commits_is_applied_in_order_and_completes() {
        Replica replica = replicas.fresh(1);
        replica.log().append(entry(1, 1));
        replica.log().append(entry(1, 2));
        replica.commitThrough(1, 1, true, this::committed);
        assertThat(replica.committed()).isEqualTo(1);
        assertThat(completed).hasSize(1);
        replica.commitThrough(2, 1, true, this::committed);
        assertThat(completed).hasSize(2);
    }

    @Test
    void a_commit_point_never_goes_beyond_the_log_nor_down() {
        Replica replica = replicas.fresh(1);
        replica.log().append(entry(1, 1));
        assertThatThrownBy(() -> replica.commitThrough(2, 1, true, this::committed))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("never goes down, nor beyond the log");
        replica.commitThrough(1, 1, true, this::committed);
        assertThatThrownBy(() -> replica.commitThrough(0, 1, true, this::committed))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void an_adopted_term_never_goes_down() {
        Replica replica = replicas.none(4);
        replica.adopt(3);
        assertThat(replica.adoptedTerm()).isEqualTo(4);
        replica.adopt(7);
        assertThat(replica.adoptedTerm()).isEqualTo(7);
    }

    @Test
    void a_copy_has_its_number_in_its_term_only() {
        Replica replica = replicas.joining(5, 2, 17, 40);
        assertThat(replica.copyNumberIn(5)).isEqualTo(2);
        assertThat(replica.copyNumberIn(6)).isZero();
        assertThat(replica.copyConfigId()).isEqualTo(17);
        assertThat(replica.committed()).isEqualTo(40);
        assertThat(replica.holdsData()).isTrue();
        assertThat(replica.complete()).isFalse();
    }

    @Test
    void what_holds_nothing_says_so() {
        Replica replica = replicas.none(4);
        assertThat(replica.holdsData()).isFalse();
        assertThat(replica.complete()).isFalse();
        assertThat(replicas.fresh(1).complete()).isTrue();
    }
}
