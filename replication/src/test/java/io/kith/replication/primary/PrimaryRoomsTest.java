package io.kith.replication.primary;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.B;
import static io.kith.replication.shared.OnePartition.C;
import static io.kith.replication.shared.OnePartition.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.OnePartition.Answers;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rooms of a primary, each by itself: what it does with what it is told, without the others. */
class PrimaryRoomsTest {
    private final OnePartition one = new OnePartition(A, A, B, C);
    private final PrimaryTerm term = new PrimaryTerm(one.here, one.here.term());
    private final Joiners joiners = new Joiners(one.turn);
    private final Followers followers = new Followers(term, one.holding, one.turn, one.bounds);
    private final Answers answers = new Answers();
    private PrimarySets sets;
    private HandOver handOver;
    private Commitment commitment;
    private Ordering ordering;

    @BeforeEach
    void hold() {
        one.holding.keepFresh(term.number());
        sets = new PrimarySets(term, followers, joiners, one.rules);
        handOver = new HandOver(term, one.holding, one.leases, one.requests, one.turn, one.slots, one.bounds);
        commitment = new Commitment(
                term, one.holding, followers, one.partitionLeases.delegations(), handOver, one.turn, one.rules);
        ordering = new Ordering(term, one.holding, one.requests, one.turn, one.bounds, one.rules);
    }

    private void acknowledge(NodeId node, long sequence) {
        Follower follower = followers.get(node);
        assertThat(follower).isNotNull();
        follower.acknowledge(sequence, one.port.nowNanos());
    }

    // ---- sets

    @Test
    void a_primary_needs_all_listed_replicas_but_itself() {
        assertThat(sets.acknowledge()).containsExactlyInAnyOrder(B, C);
        assertThat(sets.lease()).isEqualTo(sets.acknowledge());
        assertThat(sets.barrier()).isEqualTo(sets.acknowledge());
    }

    @Test
    void a_joiner_is_in_all_sets_from_when_commits_wait_for_it() {
        one.decide(List.of(A, B, C), new Change.Drop(A, 0, term.number(), C));
        sets.recompute();
        Joiner joiner = new Joiner(new Follower(C, 1, 0, 0), 0, 0);
        joiners.add(C, joiner);
        sets.recompute();
        assertThat(sets.acknowledge()).containsExactly(B);
        joiner.inSets = true;
        sets.recompute();
        assertThat(sets.acknowledge()).containsExactly(B, C);
        assertThat(sets.lease()).containsExactly(B, C);
        assertThat(sets.barrier()).containsExactly(B, C);
    }

    @Test
    void a_replica_that_is_to_be_dropped_is_needed_until_that_is_decided() {
        sets.askedToDrop(C);
        assertThat(sets.acknowledge()).containsExactlyInAnyOrder(B, C);
    }

    @Test
    void a_set_that_lacks_a_listed_replica_stops_the_partition() {
        SafetyRules shrinking = new SafetyRules() {
            @Override
            public List<NodeId> stillNeeded(List<NodeId> listed, Collection<NodeId> askedToDrop) {
                return List.of();
            }
        };
        assertThatThrownBy(() -> new PrimarySets(term, followers, joiners, shrinking))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("waits for all replicas");
    }

    // ---- committing

    @Test
    void a_write_commits_when_all_hold_it() {
        one.fill(term.number(), 3);
        acknowledge(B, 3);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isZero();
        acknowledge(C, 2);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(2);
        assertThat(one.committed).containsExactly(1L, 2L);
    }

    @Test
    void what_was_acknowledged_together_is_applied_in_turns() {
        one.bounds.adjust(one.bounds.times(), one.bounds.limits().withSlices(256));
        one.fill(term.number(), 5);
        acknowledge(B, 5);
        acknowledge(C, 5);
        commitment.tryCommit();
        assertThat(one.committed).containsExactly(1L, 2L);
        int flushes = one.flushes;
        one.port.endTurn();
        assertThat(one.flushes).as("in the same turn").isEqualTo(flushes);
        one.port.pass(1);
        assertThat(one.flushes).as("in the next one").isEqualTo(flushes + 1);
        commitment.tryCommit();
        assertThat(one.committed).containsExactly(1L, 2L, 3L, 4L);
        one.port.pass(1);
        commitment.tryCommit();
        assertThat(one.committed).containsExactly(1L, 2L, 3L, 4L, 5L);
        one.port.pass(1);
        assertThat(one.flushes).as("nothing is left").isEqualTo(flushes + 2);
    }

    @Test
    void nothing_commits_without_a_node_that_may_read_by_a_lease_that_was_delegated_to_it() {
        one.decide(List.of(A, B), new Change.Drop(A, 0, term.number(), C));
        sets.recompute();
        one.partitionLeases.delegations().gave(C, one.port.nowNanos() + 100 * MILLI);
        one.fill(term.number(), 1);
        acknowledge(B, 1);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isZero();
        one.port.pass(100);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(1);
    }

    @Test
    void the_log_is_kept_for_a_joiner_that_needs_it() {
        Follower joining = new Follower(new NodeId(8, 8), 1, 0, one.port.nowNanos());
        joining.joining = true;
        followers.put(joining);
        one.fill(term.number(), 4);
        acknowledge(B, 4);
        acknowledge(C, 4);
        commitment.tryCommit();
        assertThat(one.holding.log().base()).isZero();
        joining.acknowledge(3, one.port.nowNanos());
        commitment.forgetLog();
        assertThat(one.holding.log().base()).isEqualTo(3);
    }

    // ---- on disk before it is said

    @Test
    void a_primarys_own_share_counts_when_it_is_persisted() {
        one.fill(term.number(), 1);
        one.journal.stop();
        one.fill(term.number(), 2);
        acknowledge(B, 2);
        acknowledge(C, 2);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(1);
        one.journal.start();
        one.port.endTurn();
        assertThat(one.flushes).isEqualTo(1);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(2);
        assertThat(one.ledPrimary).containsExactly(true, true);
    }

    @Test
    void a_new_primary_is_not_active_before_its_own_log_is_persisted() {
        one.journal.stop();
        one.fill(term.number() - 1, 1);
        Activation activation = activation();
        activation.termAdopted(B, new TermAdopted(0, term.number(), 1, List.of()), followers.get(B));
        activation.termAdopted(C, new TermAdopted(0, term.number(), 1, List.of()), followers.get(C));
        assertThat(activation.advance()).isFalse();
        assertThat(activation.awaitsJournal()).isTrue();
        one.journal.start();
        assertThat(activation.advance()).isTrue();
        assertThat(activation.awaitsJournal()).isFalse();
    }

    // ---- ordering

    @Test
    void a_write_gets_the_next_place_and_its_answer_waits_for_the_commit() {
        ordering.openSession(one.openSession(), answers);
        ordering.write(one.write(1), answers);
        assertThat(one.holding.log().last()).isEqualTo(2);
        assertThat(one.holding.log().get(2).term()).isEqualTo(term.number());
        assertThat(answers.statuses).isEmpty();
        commitment.commitThrough(2);
        assertThat(answers.statuses).hasSize(2).startsWith(ResponseStatus.OK);
    }

    @Test
    void a_write_that_is_asked_for_again_before_its_result_is_known_is_answered_once_and_ordered_once() {
        OnePartition.Answers earlier = new OnePartition.Answers();
        ordering.openSession(one.openSession(), answers);
        ordering.write(one.write(1), earlier);
        ordering.write(one.write(1), answers);
        assertThat(earlier.statuses).isEmpty();
        assertThat(one.holding.log().last()).isEqualTo(2);
        commitment.commitThrough(2);
        assertThat(earlier.statuses).isEmpty();
        assertThat(answers.statuses).hasSize(2);
    }

    @Test
    void a_request_that_has_a_result_gets_it_again_and_is_not_ordered() {
        ordering.openSession(one.openSession(), answers);
        ordering.write(one.write(1), answers);
        commitment.commitThrough(2);
        ordering.write(one.write(1), answers);
        assertThat(one.holding.log().last()).isEqualTo(2);
        assertThat(answers.statuses).hasSize(3);
    }

    @Test
    void open_writes_have_a_bound() {
        ordering.openSession(one.openSession(), answers);
        for (int number = 1; number <= 8; number++) {
            ordering.write(one.write(number), answers);
        }
        assertThat(answers.statuses).containsExactly(ResponseStatus.RETRY);
        ordering.orderOwn(new byte[] {1});
        assertThat(one.holding.log().last()).isEqualTo(8);
    }

    @Test
    void sessions_and_what_they_keep_have_a_bound_of_memory_and_those_that_are_known_go_on() {
        Bounds little = new Bounds(one.bounds.times(), ShardLimits.defaults().withMemory(Long.MAX_VALUE, 64 * 1_024));
        Ordering bounded = new Ordering(term, one.holding, one.requests, one.turn, little, one.rules);
        bounded.openSession(one.openSession(), answers);
        for (int i = 0; i < 200; i++) {
            bounded.openSession(new ClientMessage.OpenSession(i, 1, 0, new NodeId(9, i)), answers);
            commitment.commitThrough(one.holding.log().last());
        }
        assertThat(one.holding.state().sessionCount()).isBetween(25, 40);
        assertThat(answers.statuses).hasSize(201).contains(ResponseStatus.OK).endsWith(ResponseStatus.FULL);
        assertThat(one.budget.sessionBytes()).isLessThan(10_000);
        answers.statuses.clear();
        bounded.openSession(one.openSession(), answers);
        bounded.write(one.write(1), answers);
        ClientMessage.Write next = one.write(2);
        bounded.write(
                new ClientMessage.Write(2, 1, 0, next.session(), next.opening(), 9, 1, next.operation()), answers);
        commitment.commitThrough(one.holding.log().last());
        assertThat(answers.statuses)
                .containsExactly(ResponseStatus.TOO_MANY_OPEN, ResponseStatus.OK, ResponseStatus.OK);
    }

    @Test
    void logs_have_a_bound_of_memory_that_all_partitions_share() {
        Bounds little = new Bounds(one.bounds.times(), ShardLimits.defaults().withMemory(Long.MAX_VALUE, 64 * 1_024));
        Ordering bounded = new Ordering(term, one.holding, one.requests, one.turn, little, one.rules);
        for (int number = 1; number <= 100; number++) {
            bounded.write(
                    new ClientMessage.Write(number, 1, 0, new NodeId(9, 9), 1, number, number, new byte[1_000]),
                    answers);
        }
        assertThat(one.holding.log().last()).isBetween(14L, 17L);
        assertThat(answers.statuses).hasSizeGreaterThan(80).containsOnly(ResponseStatus.RETRY);
    }

    @Test
    void what_is_on_its_way_is_less_where_the_heap_is_small() {
        ShardLimits usual = ShardLimits.defaults();
        assertThat(usual.withMemory(1, 4L << 30))
                .isEqualTo(usual.withMemory(1, 2L << 30).withMemory(1, 4L << 30));
        ShardLimits small = usual.withMemory(Long.MAX_VALUE, 64 << 20);
        assertThat(small.openBytes()).isEqualTo(8 << 20);
        assertThat(small.windowBytes()).isEqualTo(1 << 20);
        assertThat(small.lagBytes()).isEqualTo(8 << 20);
    }

    // ---- followers

    @Test
    void entries_go_to_each_follower_once_in_messages_that_have_a_bound() {
        one.fill(term.number(), 6);
        followers.sendNew();
        followers.sendNew();
        one.port.endTurn();
        long entries = one.port.takeSent().stream()
                .filter(sent -> sent.to().equals(B))
                .flatMap(sent -> sent.message() instanceof Batch batch
                        ? batch.appends().stream()
                        : Stream.of((Append) sent.message()))
                .mapToLong(append -> append.entries().size())
                .sum();
        assertThat(entries).isEqualTo(6);
    }

    @Test
    void a_follower_that_is_in_no_set_gets_no_entries() {
        one.fill(term.number(), 1);
        Follower stranger = new Follower(new NodeId(8, 8), 1, 0, one.port.nowNanos());
        followers.sendNew(stranger);
        one.port.endTurn();
        assertThat(one.port.takeSent()).isEmpty();
        assertThat(stranger.sent).isZero();
    }

    @Test
    void what_was_not_acknowledged_is_sent_again_ever_more_rarely() {
        Follower follower = new Follower(B, 0, 0, 0);
        follower.sending(5, 0);
        assertThat(follower.rewind(99, 100)).isFalse();
        assertThat(follower.rewind(100, 100)).isTrue();
        assertThat(follower.sent).isZero();
        follower.sending(5, 100);
        assertThat(follower.isProbed()).isTrue();
        assertThat(follower.rewind(299, 100)).isFalse();
        assertThat(follower.rewind(300, 100)).isTrue();
        follower.acknowledge(5, 300);
        assertThat(follower.isProbed()).isFalse();
    }

    // ---- becoming active

    private Activation activation() {
        return activation(one.rules);
    }

    private Activation activation(SafetyRules rules) {
        return new Activation(
                term, one.holding, followers, one.partitionLeases, one.turn, one.bounds, rules, new EarlierFailure());
    }

    @Test
    void a_primary_is_active_when_all_have_adopted_its_term_and_hold_its_log() {
        one.fill(term.number() - 1, 2);
        Activation activation = activation();
        assertThat(activation.advance()).isFalse();
        assertThat(one.port.take(AdoptTerm.class)).hasSize(2);
        activation.termAdopted(B, new TermAdopted(0, term.number(), 2, List.of()), followers.get(B));
        assertThat(activation.hasAdopted(B)).isTrue();
        assertThat(activation.hasAdopted(C)).isFalse();
        activation.termAdopted(C, new TermAdopted(0, term.number(), 1, List.of()), followers.get(C));
        assertThat(activation.advance()).isFalse();
        acknowledge(C, 2);
        assertThat(activation.advance()).isTrue();
        assertThat(one.turn.is(UnderWay.ACTIVATION)).isFalse();
    }

    @Test
    void it_takes_over_what_it_lacks() {
        Activation activation = activation();
        TermAdopted report = new TermAdopted(
                0,
                term.number(),
                2,
                List.of(OnePartition.entry(term.number() - 1, 1), OnePartition.entry(term.number() - 1, 2)));
        activation.termAdopted(B, report, followers.get(B));
        assertThat(one.holding.log().last()).isEqualTo(2);
        assertThat(activation.hasAdopted(B)).isTrue();
    }

    @Test
    void a_report_that_brings_only_a_part_is_asked_for_again() {
        Activation activation = activation();
        activation.advance();
        one.port.takeSent();
        TermAdopted report = new TermAdopted(0, term.number(), 9, List.of(OnePartition.entry(term.number() - 1, 1)));
        activation.termAdopted(B, report, followers.get(B));
        assertThat(activation.hasAdopted(B)).isFalse();
        activation.advance();
        assertThat(one.port.take(AdoptTerm.class)).containsExactly(new AdoptTerm(0, term.number(), 1));
    }

    @Test
    void it_waits_for_what_it_delegated_itself_to_nodes_now_unlisted() {
        Activation activation = activation();
        activation.termAdopted(B, new TermAdopted(0, term.number(), 0, List.of()), followers.get(B));
        activation.termAdopted(C, new TermAdopted(0, term.number(), 0, List.of()), followers.get(C));
        one.partitionLeases.delegations().gave(new NodeId(8, 8), one.port.nowNanos() + 50 * MILLI);
        assertThat(activation.advance()).isFalse();
        one.port.pass(50);
        assertThat(activation.advance()).isTrue();
    }

    @Test
    void to_be_active_too_early_stops_the_partition() {
        SafetyRules hasty = new SafetyRules() {
            @Override
            public boolean mayActivate(boolean free, boolean delegationsRun, boolean allAdopted, boolean allEqual) {
                return true;
            }
        };
        Activation activation = activation(hasty);
        assertThatThrownBy(activation::advance)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("active only when");
    }

    // ---- reading without a lease

    @Test
    void reads_of_a_turn_share_a_question_and_all_asked_must_answer() {
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        barriers.add(one.get(), answers);
        barriers.add(one.get(), answers);
        assertThat(barriers.ask(sets.barrier())).isEmpty();
        assertThat(one.port.take(BarrierQuery.class)).hasSize(2);
        BarrierAnswer no = new BarrierAnswer(0, term.number(), 1, term.number());
        assertThat(barriers.answered(B, no)).isEmpty();
        assertThat(barriers.answered(B, no)).isEmpty();
        assertThat(barriers.answered(C, no)).hasSize(2);
        assertThat(one.turn.is(UnderWay.QUESTIONS)).isFalse();
    }

    @Test
    void a_read_that_arrives_while_a_question_is_under_way_gets_its_own() {
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        barriers.add(one.get(), answers);
        barriers.ask(sets.barrier());
        barriers.add(one.get(), answers);
        BarrierAnswer no = new BarrierAnswer(0, term.number(), 1, term.number());
        barriers.answered(B, no);
        assertThat(barriers.answered(C, no)).hasSize(1);
        assertThat(barriers.size()).isEqualTo(1);
    }

    @Test
    void a_later_term_sends_the_readers_elsewhere() {
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        barriers.add(one.get(), answers);
        barriers.ask(sets.barrier());
        assertThat(barriers.answered(B, new BarrierAnswer(0, term.number(), 1, term.number() + 1)))
                .isEmpty();
        assertThat(answers.statuses).containsExactly(ResponseStatus.NOT_HERE);
        assertThat(one.behind).containsExactly(B);
    }

    @Test
    void reads_without_a_lease_have_a_bound_and_a_time() {
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        for (int i = 0; i < 3; i++) {
            barriers.add(one.get(), answers);
        }
        assertThat(answers.statuses).containsExactly(ResponseStatus.RETRY);
        barriers.ask(sets.barrier());
        one.port.pass(501);
        barriers.expire(one.port.nowNanos());
        assertThat(answers.statuses).hasSize(3);
        assertThat(one.turn.is(UnderWay.QUESTIONS)).isFalse();
    }

    @Test
    void with_nobody_to_ask_they_are_answered_at_once() {
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        barriers.add(one.get(), answers);
        assertThat(barriers.ask(List.of())).hasSize(1);
        barriers.add(one.get(), answers);
        barriers.abandon();
        assertThat(answers.statuses).containsExactly(ResponseStatus.NOT_HERE);
    }

    // ---- leases

    @Test
    void a_primary_reads_alone_while_all_others_grant_it_that() {
        PrimaryLease lease = new PrimaryLease(term, sets, followers, one.partitionLeases, one.rules);
        one.grant(B);
        assertThat(lease.runs(one.port.nowNanos())).isFalse();
        one.grant(C);
        assertThat(lease.runs(one.port.nowNanos())).isTrue();
        assertThat(lease.runs(one.port.nowNanos() + OnePartition.LEASE_MILLIS * MILLI))
                .isFalse();
    }

    @Test
    void what_it_delegates_never_outlasts_its_own_lease_and_is_remembered_longer() {
        PrimaryLease lease = new PrimaryLease(term, sets, followers, one.partitionLeases, one.rules);
        assertThat(lease.delegateTo(B, one.port.nowNanos())).isNull();
        one.grant(B);
        one.grant(C);
        one.port.pass(400);
        var delegation = lease.delegateTo(B, one.port.nowNanos());
        assertThat(delegation).isNotNull();
        assertThat(delegation.durationNanos()).isEqualTo(600 * MILLI);
        one.port.pass(600);
        assertThat(one.partitionLeases.delegations().runsAt(B, one.port.nowNanos()))
                .isTrue();
        lease.delegateNoMoreTo(List.of(C));
        assertThat(lease.delegateTo(C, one.port.nowNanos() - 500 * MILLI)).isNull();
        assertThat(lease.delegateTo(new NodeId(8, 8), one.port.nowNanos() - 500 * MILLI))
                .isNull();
    }

    @Test
    void of_several_joiners_that_one_is_given_up_which_is_hopeless() {
        List<NodeId> nodes = List.of(new NodeId(5, 1), new NodeId(5, 2), new NodeId(5, 3));
        JoinerCopies copies = new JoinerCopies(term, one.holding, joiners, followers, one.turn, one.slots, one.bounds);
        Promotions promotions =
                new Promotions(term, joiners, copies, sets, commitment, one.partitionLeases, one.turn, one.rules);
        // The middle one is the root of the tree, whose entry becomes that of the next when it is removed.
        for (NodeId node : List.of(nodes.get(1), nodes.get(0), nodes.get(2))) {
            copies.begin(node);
        }
        Joiner first = Objects.requireNonNull(joiners.get(nodes.get(0)));
        Joiner last = Objects.requireNonNull(joiners.get(nodes.get(2)));
        first.proposed(one.here.configId(), one.port.nowNanos());
        last.proposed(one.here.configId(), one.port.nowNanos());
        promotions.tick(one.port.nowNanos());
        assertThat(joiners.get(nodes.get(1))).as("which the ring does not want").isNull();
        assertThat(followers.get(nodes.get(1))).isNull();
        assertThat(followers.get(nodes.get(0))).isNotNull();
        assertThat(followers.get(nodes.get(2))).isNotNull();
    }

    // ---- those who do not answer

    @Test
    void who_does_not_answer_reads_without_a_lease_for_too_long_is_to_be_dropped() {
        Overdue overdue = new Overdue(term, one.holding, followers, sets, activation(), one.bounds);
        Barriers barriers = new Barriers(term, followers, one.turn, one.bounds, one.rules);
        for (int second = 0; second <= 3; second++) {
            barriers.add(one.get(), answers);
            barriers.ask(sets.barrier());
            barriers.answered(B, new BarrierAnswer(0, term.number(), second + 1, term.number()));
            overdue.askToDropSilent(one.port.nowNanos());
            assertThat(one.proposed).isEmpty();
            one.port.pass(second == 3 ? 1 : 1_000);
            barriers.expire(one.port.nowNanos());
        }
        overdue.askToDropSilent(one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.Drop(A, 0, term.number(), C));
    }

    @Test
    void who_is_silent_for_too_long_is_to_be_dropped() {
        Activation activation = activation();
        Overdue overdue = new Overdue(term, one.holding, followers, sets, activation, one.bounds);
        assertThat(followers.allHold(one.holding.log().last())).isTrue();
        one.fill(term.number(), 1);
        followers.sendNew();
        acknowledge(B, 1);
        activation.termAdopted(B, new TermAdopted(0, term.number(), 1, List.of()), followers.get(B));
        assertThat(followers.allHold(one.holding.log().last())).isFalse();
        overdue.askToDropSilent(one.port.nowNanos());
        assertThat(one.proposed).isEmpty();
        one.port.pass(3_001);
        overdue.askToDropSilent(one.port.nowNanos());
        overdue.askToDropSilent(one.port.nowNanos());
        assertThat(one.proposed).containsExactly(new Change.Drop(A, 0, term.number(), C));
    }
}
