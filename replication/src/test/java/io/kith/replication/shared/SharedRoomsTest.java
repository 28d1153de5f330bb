package io.kith.replication.shared;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.B;
import static io.kith.replication.shared.OnePartition.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.Kinds;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.log.Replica;
import io.kith.replication.log.Replicas;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.safety.InvariantViolation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRoomsTest {
    private final OnePartition one = new OnePartition(B, A, B);

    // ---- the turn

    @Test
    void what_is_sent_later_leaves_at_the_end_of_the_turn_and_together() {
        one.turn.sendLater(A, new Acknowledge(0, 1, 0, 4, false));
        one.turn.sendLater(A, new Acknowledge(0, 1, 0, 5, false));
        assertThat(one.port.takeSent()).isEmpty();
        one.port.endTurn();
        assertThat(one.port.take(Batch.class)).hasSize(1);
    }

    @Test
    void a_partition_is_flushed_once_a_turn() {
        one.turn.flushLater();
        one.turn.flushLater();
        assertThat(one.isLookedAfter()).isTrue();
        one.port.endTurn();
        assertThat(one.flushes).isEqualTo(1);
        one.turn.flushLater();
        one.port.endTurn();
        assertThat(one.flushes).isEqualTo(2);
    }

    @Test
    void ticks_look_after_a_partition_as_long_as_something_is_under_way() {
        one.restless = true;
        one.turn.begins();
        one.turn.settle();
        assertThat(one.isLookedAfter()).isTrue();
        one.restless = false;
        one.turn.settle();
        assertThat(one.isLookedAfter()).isFalse();
        one.restless = true;
        one.turn.looked();
        assertThat(one.isLookedAfter()).isTrue();
    }

    @Test
    void commit_points_wait_a_little_and_the_newest_of_each_partition_is_told() {
        one.turn.announceLater(A, new CommitPoint(0, 1, 0, 4));
        one.turn.announceLater(A, new CommitPoint(0, 1, 0, 5));
        one.port.endTurn();
        assertThat(one.port.takeSent()).isEmpty();
        one.port.pass(2);
        assertThat(one.port.take(CommitNotice.class))
                .containsExactly(new CommitNotice(List.of(new CommitPoint(0, 1, 0, 5))));
    }

    // ---- slots

    @Test
    void copies_have_a_bound_and_free_their_slots_however_they_end() {
        CopySlots slots = new CopySlots(new CopyPace(new ManualPort()));
        slots.copyBegins(0);
        slots.copyBegins(0);
        assertThat(slots.hasRoomForCopy(2)).isFalse();
        slots.copyComplete();
        assertThat(slots.hasRoomForCopy(2)).isTrue();
        slots.joinerGone(true);
        slots.joinerGone(false);
        assertThat(slots.underWay()).isZero();
    }

    @Test
    void handovers_have_a_bound() {
        CopySlots slots = new CopySlots(new CopyPace(new ManualPort()));
        for (int i = 0; i < 128; i++) {
            assertThat(slots.hasRoomForHandOver(0)).isTrue();
            slots.handOverBegins();
        }
        assertThat(slots.hasRoomForHandOver(0)).isFalse();
        slots.handOverEnds();
        assertThat(slots.hasRoomForHandOver(0)).isTrue();
    }

    @Test
    void while_partitions_are_copied_handovers_go_together_and_wait_two_seconds_at_most() {
        CopySlots slots = new CopySlots(new CopyPace(new ManualPort()));
        slots.copyBegins(0);
        assertThat(slots.hasRoomForHandOver(1_999 * OnePartition.MILLI)).isFalse();
        assertThat(slots.hasRoomForHandOver(2_000 * OnePartition.MILLI)).isTrue();
        assertThat(slots.hasRoomForHandOver(2_199 * OnePartition.MILLI)).isTrue();
        slots.copyBegins(2_200 * OnePartition.MILLI);
        // A round that nobody had to wait for in time begins late, and lasts as long.
        assertThat(slots.hasRoomForHandOver(5_000 * OnePartition.MILLI)).isTrue();
        assertThat(slots.hasRoomForHandOver(5_199 * OnePartition.MILLI)).isTrue();
        assertThat(slots.hasRoomForHandOver(5_200 * OnePartition.MILLI)).isTrue();
        slots.joinerGone(false);
        slots.joinerGone(false);
        assertThat(slots.hasRoomForHandOver(5_300 * OnePartition.MILLI)).isTrue();
    }

    @Test
    void joiners_that_wait_have_a_bound_of_their_own() {
        CopySlots slots = new CopySlots(new CopyPace(new ManualPort()));
        for (int i = 0; i < 256; i++) {
            slots.copyBegins(0);
            slots.copyComplete();
        }
        assertThat(slots.hasRoomForCopy(1_000)).isFalse();
    }

    // ---- terms

    @Test
    void a_lower_term_is_answered_with_the_one_that_counts() {
        one.holding.replica().adopt(one.here.term() + 2);
        assertThat(one.fence.admits(A, one.here.term())).isFalse();
        assertThat(one.port.take(StaleTerm.class)).containsExactly(new StaleTerm(0, one.here.term() + 2));
    }

    @Test
    void a_higher_term_needs_its_config_first() {
        assertThat(one.fence.admits(C, one.here.term() + 1)).isFalse();
        assertThat(one.behind).containsExactly(C);
        assertThat(one.fence.admits(A, one.here.term())).isTrue();
    }

    @Test
    void a_node_leads_in_its_own_term_only() {
        assertThat(one.fence.isLeading()).isFalse();
        assertThat(one.fence.isLeadingIn(0)).isFalse();
        one.fence.leads(4);
        assertThat(one.fence.isLeading()).isTrue();
        assertThat(one.fence.isLeadingIn(4)).isTrue();
        assertThat(one.fence.isLeadingIn(3)).isFalse();
    }

    // ---- what is held

    @Test
    void a_term_that_was_adopted_outlives_what_is_held() {
        one.holding.keepFresh(6);
        one.holding.giveUp();
        assertThat(one.holding.replica().holdsData()).isFalse();
        assertThat(one.holding.replica().adoptedTerm()).isEqualTo(6);
        one.holding.discard();
        assertThat(one.holding.replica().adoptedTerm()).isEqualTo(6);
        Replica forgetful = new Replicas(0, new PartitionStates(Kinds.all()), one.journal, () -> {}, one.rules).none(5);
        assertThatThrownBy(() -> one.holding.keep(forgetful))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("adopted term never goes down");
    }

    @Test
    void what_is_held_is_accounted_for() {
        one.holding.keepFresh(1);
        one.fill(1, 3);
        one.holding.commitAsPrimary(3, 1);
        assertThat(one.committed).containsExactly(1L, 2L, 3L);
        assertThat(one.budget.storedBytes())
                .isEqualTo(one.holding.replica().state().bytes());
        one.holding.giveUp();
        assertThat(one.budget.storedBytes())
                .isEqualTo(one.holding.replica().state().bytes());
    }

    @Test
    void what_a_shard_has_taken_and_not_told_yet_may_have_been_taken_by_each_of_the_others_too() {
        DataBudget budget = new DataBudget(A, 3);
        budget.changed(100);
        assertThat(budget.hasRoomForCopy(600, 800)).isTrue();
        assertThat(budget.hasRoomForCopy(601, 800)).isFalse();
        budget.report(one.host, 1);
        assertThat(budget.hasRoomForCopy(800, 800))
                .as("an eighth more than data")
                .isTrue();
        assertThat(budget.hasRoomForCopy(801, 800)).isFalse();
        assertThat(budget.hasRoomForCopy(1L << 60, Long.MAX_VALUE))
                .as("there is no limit")
                .isTrue();
    }

    // ---- who waits

    @Test
    void of_very_many_requests_that_one_entry_ends_so_many_are_answered_in_a_turn() {
        CommitStream stream = new CommitStream(one.open, (partition, term, primary, entry, outcome) -> {}, one.port);
        OnePartition.Answers answers = new OnePartition.Answers();
        List<Completion> outcome = new ArrayList<>();
        int count = 2 * CommitStream.MOST_ANSWERS + 10;
        for (int i = 0; i < count; i++) {
            one.open.awaitInstead(0, OnePartition.SESSION, 1, i, answers);
            outcome.add(new Completion(OnePartition.SESSION, 1, i, ResponseStatus.OK, new byte[0]));
        }
        stream.committed(0, 1, true, OnePartition.entry(1, 1), outcome);
        assertThat(answers.statuses).hasSize(CommitStream.MOST_ANSWERS);
        one.open.awaitInstead(0, OnePartition.SESSION, 1, count, answers);
        Completion later = new Completion(OnePartition.SESSION, 1, count, ResponseStatus.OK, new byte[0]);
        stream.committed(0, 1, true, OnePartition.entry(1, 2), List.of(later));
        one.port.pass(1);
        assertThat(answers.statuses).hasSize(1 + 2 * CommitStream.MOST_ANSWERS);
        one.port.pass(1);
        one.port.pass(1);
        assertThat(answers.statuses).hasSize(1 + count);
        assertThat(one.open.size()).isZero();
    }

    @Test
    void requests_that_are_held_have_a_bound_and_are_tried_again_or_sent_away() {
        OnePartition.Answers answers = new OnePartition.Answers();
        int[] tried = new int[1];
        for (int i = 0; i < 3; i++) {
            one.requests.hold(answers, () -> tried[0]++, one.port.nowNanos());
        }
        assertThat(answers.statuses).containsExactly(ResponseStatus.RETRY);
        one.requests.retryHeld();
        assertThat(tried[0]).isEqualTo(2);
        one.requests.hold(answers, () -> tried[0]++, one.port.nowNanos());
        one.requests.expireHeld(one.port.nowNanos() + 100, 50);
        assertThat(one.requests.held()).isZero();
        assertThat(answers.statuses).hasSize(2);
    }
}
