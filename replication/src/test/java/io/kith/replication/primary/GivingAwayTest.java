package io.kith.replication.primary;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.B;
import static io.kith.replication.shared.OnePartition.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.partition.CopyCursor;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.OnePartition.Answers;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that copies its partition to others, hands it over, and follows the ring in that. */
class GivingAwayTest {
    private final OnePartition one = new OnePartition(A, A, B);
    private final Answers answers = new Answers();
    private Primary primary;
    private Placement placement;

    /** Begins the term that the config names. */
    static Primary primaryOf(OnePartition one) {
        return new Primary(
                new PrimaryTerm(one.here, one.here.term()),
                one.holding,
                one.partitionLeases,
                one.requests,
                one.turn,
                one.slots,
                one.bounds,
                one.rules,
                new EarlierFailure());
    }

    @BeforeEach
    void begin() {
        one.holding.keepFresh(one.here.term());
        primary = primaryOf(one);
        placement = new Placement(one.here, one.partitionLeases.delegations(), one.slots, one.bounds);
        primary.advance();
        primary.termAdopted(B, new TermAdopted(0, primary.term(), 0, List.of()));
        assertThat(primary.isActive()).isTrue();
        one.port.takeSent();
    }

    private void want(NodeId... target) {
        one.decide(List.of(target));
        primary.configAdopted(one.here.configId());
    }

    private void votersAnswer() {
        one.grant(B);
        one.grant(C);
    }

    private void progress(NodeId from, long copyNumber, long pieces, CopyCursor cursor) {
        primary.copyProgressed(
                from, new CopyProgress(0, primary.term(), copyNumber, pieces, cursor, one.holding.committed()));
    }

    /** Copies to c, piece by piece, until that copy is complete. */
    private void copyToC() {
        placement.pursue(primary, one.port.nowNanos());
        CopyCursor cursor = CopyCursor.start();
        long pieces = 0;
        progress(C, 1, pieces, cursor);
        while (!cursor.isDone()) {
            List<CopyPiece> sent = one.port.take(CopyPiece.class);
            assertThat(sent).hasSize(1);
            assertThat(sent.get(0).piece()).isEqualTo(++pieces);
            cursor = one.holding.replica().state().nextChunk(cursor, 120).next();
            progress(C, 1, pieces, cursor);
        }
    }

    // ---- copies

    @Test
    void a_node_that_the_ring_wants_is_copied_to_and_then_proposed() {
        want(A, B, C);
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.port.take(CopyBegin.class)).hasSize(1);
        assertThat(one.slots.underWay()).isEqualTo(1);
        votersAnswer();
        copyToC();
        assertThat(one.proposed).containsExactly(new Change.Promote(A, 0, primary.term(), C));
        assertThat(primary.acknowledgeSet()).containsExactly(B, C);
        one.decide(List.of(A, B, C), new Change.Promote(A, 0, primary.term(), C));
        primary.configAdopted(one.here.configId());
        assertThat(primary.joiners().isEmpty()).isTrue();
        assertThat(one.slots.underWay()).isZero();
        assertThat(placement.isReached()).isTrue();
    }

    @Test
    void a_joiner_without_a_grant_is_not_proposed() {
        want(A, B, C);
        copyToC();
        assertThat(one.proposed).isEmpty();
        votersAnswer();
        primary.tick(one.port.nowNanos());
        assertThat(one.proposed).hasSize(1);
    }

    @Test
    void a_joiner_whose_grant_does_not_outlast_a_delegation_is_not_proposed() {
        want(A, B, C);
        votersAnswer();
        one.partitionLeases.delegations().gave(B, Long.MAX_VALUE);
        copyToC();
        assertThat(one.proposed).isEmpty();
    }

    @Test
    void a_node_without_room_is_left_alone_for_longer_each_time_and_tried_again() {
        want(A, B, C);
        for (int copyNumber = 1, pauseMillis = 1_000; copyNumber <= 7; copyNumber++) {
            placement.pursue(primary, one.port.nowNanos());
            assertThat(one.port.take(CopyBegin.class)).hasSize(1);
            primary.copyProgressed(C, CopyProgress.refusal(0, primary.term(), copyNumber));
            assertThat(one.port.take(CopyPiece.class)).isEmpty();
            primary.tick(one.port.nowNanos());
            assertThat(primary.joiners().isEmpty()).isTrue();
            assertThat(one.slots.underWay()).isZero();
            one.port.takeSent();
            one.port.pass(pauseMillis - 1);
            placement.pursue(primary, one.port.nowNanos());
            assertThat(one.port.take(CopyBegin.class))
                    .as("before " + pauseMillis + " ms")
                    .isEmpty();
            one.port.pass(1);
            pauseMillis = Math.min(16_000, 2 * pauseMillis);
        }
        assertThat(one.proposed).as("the partition stays where it is").isEmpty();
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.port.take(CopyBegin.class)).hasSize(1);
    }

    @Test
    void a_copy_says_what_it_is_going_to_take() {
        want(A, B, C);
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.port.take(CopyBegin.class))
                .singleElement()
                .satisfies(begin -> assertThat(begin.bytes())
                        .isEqualTo(one.holding.replica().state().bytes()));
    }

    @Test
    void a_joiner_that_says_nothing_is_given_up_unless_it_was_proposed() {
        want(A, B, C);
        placement.pursue(primary, one.port.nowNanos());
        one.port.pass(5_001);
        primary.tick(one.port.nowNanos());
        assertThat(one.port.take(CopyAbandoned.class)).hasSize(1);
        assertThat(primary.joiners().isEmpty()).isTrue();
        assertThat(one.slots.underWay()).isZero();
    }

    @Test
    void who_was_proposed_is_kept_until_it_is_known_what_was_decided() {
        want(A, B, C);
        votersAnswer();
        copyToC();
        one.fill(primary.term(), 1);
        one.port.pass(60_000);
        primary.tick(one.port.nowNanos());
        assertThat(primary.joiners().get(C)).isNotNull();
        assertThat(primary.acknowledgeSet()).contains(C);
    }

    @Test
    void who_may_have_been_promoted_unseen_is_copied_to_anew() {
        want(A, B, C);
        votersAnswer();
        copyToC();
        one.decide(List.of(A, B, C));
        one.decide(List.of(A, B, C));
        one.port.takeSent();
        primary.configAdopted(one.here.configId());
        assertThat(primary.joiners().isEmpty()).isTrue();
        assertThat(one.port.take(CopyAbandoned.class)).hasSize(1);
    }

    @Test
    void a_copy_that_nobody_counts_on_is_to_be_thrown_away() {
        progress(C, 7, 2, CopyCursor.start());
        assertThat(one.port.take(CopyAbandoned.class)).containsExactly(new CopyAbandoned(0, primary.term(), 7));
    }

    @Test
    void an_acknowledgement_of_another_copy_counts_for_nothing() {
        one.fill(primary.term(), 1);
        assertThat(primary.acknowledged(B, new Acknowledge(0, primary.term(), 3, 1, false)))
                .isFalse();
        assertThat(primary.acknowledged(B, new Acknowledge(0, primary.term() - 1, 0, 1, false)))
                .isFalse();
        assertThat(primary.acknowledged(B, new Acknowledge(0, primary.term(), 0, 9, false)))
                .isFalse();
        assertThat(one.holding.committed()).isZero();
        assertThat(primary.acknowledged(B, new Acknowledge(0, primary.term(), 0, 1, false)))
                .isTrue();
        assertThat(one.holding.committed()).isEqualTo(1);
    }

    // ---- handing over

    @Test
    void a_handover_stops_the_writes_drains_and_proposes() {
        votersAnswer();
        one.fill(primary.term(), 1);
        primary.handOverTo(B);
        assertThat(primary.takesWrites()).isFalse();
        assertThat(primary.servesReads()).isTrue();
        assertThat(one.proposed).isEmpty();
        primary.acknowledged(B, new Acknowledge(0, primary.term(), 0, 1, false));
        assertThat(one.proposed).containsExactly(new Change.MovePrimary(A, 0, primary.term(), B));
        assertThat(primary.hasGivenUp()).isTrue();
        assertThat(primary.servesReads()).isFalse();
    }

    @Test
    void a_handover_that_cannot_drain_is_called_off_and_the_writes_go_on() {
        votersAnswer();
        one.fill(primary.term(), 1);
        primary.handOverTo(B);
        int[] tried = new int[1];
        one.requests.hold(answers, () -> tried[0]++, one.port.nowNanos());
        one.port.pass(501);
        primary.tick(one.port.nowNanos());
        assertThat(primary.takesWrites()).isTrue();
        assertThat(tried[0]).isEqualTo(1);
        assertThat(one.slots.underWay()).isZero();
    }

    @Test
    void a_handover_that_was_not_decided_is_asked_for_again_and_at_last_called_off() {
        votersAnswer();
        primary.handOverTo(B);
        for (int asks = 2; asks <= 6; asks++) {
            one.decide(List.of(B, A));
            primary.configAdopted(one.here.configId());
            assertThat(one.proposed).hasSize(asks);
        }
        one.decide(List.of(B, A));
        primary.configAdopted(one.here.configId());
        assertThat(one.proposed).hasSize(6);
        assertThat(primary.takesWrites()).isTrue();
    }

    @Test
    void a_handover_that_others_outran_is_tried_again_within_two_seconds_however_often() {
        want(B, A);
        for (int tries = 1; tries <= 6; tries++) {
            one.port.pass(2_001);
            votersAnswer();
            placement.pursue(primary, one.port.nowNanos());
            assertThat(primary.isHandingOver()).as("try %d", tries).isTrue();
            for (int asks = 1; asks <= 6; asks++) {
                want(B, A);
            }
            assertThat(primary.isHandingOver()).isFalse();
        }
    }

    @Test
    void a_handover_waits_for_others_while_partitions_are_copied() {
        want(B, A);
        votersAnswer();
        one.slots.copyBegins(one.port.nowNanos());
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).isEmpty();
        assertThat(primary.takesWrites()).isTrue();
        one.slots.copyComplete();
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.MovePrimary(A, 0, primary.term(), B));
    }

    @Test
    void a_piece_waits_while_others_want_the_loop() {
        for (int i = 0; i < 100; i++) {
            one.slots.pace().took(4 * OnePartition.MILLI);
        }
        want(A, B, C);
        placement.pursue(primary, one.port.nowNanos());
        one.slots.pace().requested();
        assertThat(one.slots.pace().mayStep(() -> {})).isTrue();
        progress(C, 1, 0, CopyCursor.start());
        assertThat(one.port.take(CopyPiece.class)).isEmpty();
        one.port.pass(7);
        primary.flush();
        primary.tick(one.port.nowNanos());
        assertThat(one.port.take(CopyPiece.class)).isEmpty();
        one.port.pass(1);
        primary.flush();
        assertThat(one.port.take(CopyPiece.class)).hasSize(1);
    }

    // ---- the ring

    @Test
    void the_primary_that_the_ring_wants_gets_the_role() {
        want(B, A);
        votersAnswer();
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.MovePrimary(A, 0, primary.term(), B));
    }

    @Test
    void who_is_not_wanted_is_dropped_once_no_lease_runs_there() {
        want(A);
        one.partitionLeases.delegations().gave(B, one.port.nowNanos() + 50 * OnePartition.MILLI);
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).isEmpty();
        assertThat(primary.delegateTo(B, one.port.nowNanos())).isNull();
        one.port.pass(51);
        placement.pursue(primary, one.port.nowNanos());
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.Drop(A, 0, primary.term(), B));
    }

    @Test
    void a_replica_that_reaches_the_joiner_directly_copies_in_its_place() {
        want(A, B, C);
        votersAnswer();
        SortedMap<NodeId, List<NodeId>> dead = new TreeMap<>();
        dead.put(C, List.of(B));
        one.cluster.deadLinks(dead);
        placement.pursue(primary, one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.MovePrimary(A, 0, primary.term(), B));
        assertThat(primary.joiners().isEmpty()).isTrue();
    }

    // ---- the end

    @Test
    void who_waits_for_a_deposed_primary_is_sent_elsewhere() {
        primary.openSession(one.openSession(), answers);
        primary.read(one.get(), answers, one.port.nowNanos());
        want(A, B, C);
        placement.pursue(primary, one.port.nowNanos());
        primary.depose();
        assertThat(answers.statuses).containsExactly(ResponseStatus.NOT_HERE, ResponseStatus.NOT_HERE);
        assertThat(one.slots.underWay()).isZero();
        assertThat(one.open.size()).isZero();
    }
}
