package io.kith.replication.backup;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.B;
import static io.kith.replication.shared.OnePartition.C;
import static io.kith.replication.shared.OnePartition.MILLI;
import static io.kith.replication.shared.OnePartition.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.OnePartition.Answers;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does for a partition whose primary it is not. */
class BackupRoomsTest {
    private final OnePartition one = new OnePartition(B, A, B);
    private final long term = one.here.term();
    private final Answers answers = new Answers();
    private final BackupReads reads =
            new BackupReads(one.here, one.holding, one.fence, one.turn, one.bounds, one.rules);
    private final Following following = new Following(one.here, one.holding, one.fence, reads, one.turn, one.rules);
    private final IncomingCopy copy = new IncomingCopy(
            one.here, one.holding, one.fence, following, one.turn, one.slots.pace(), one.bounds, one.rules);
    private final TermQuestions questions = new TermQuestions(
            one.here, one.holding, one.fence, one.partitionLeases.delegations(), one.turn, one.bounds, one.rules);

    @BeforeEach
    void hold() {
        one.holding.keepFresh(term);
    }

    private boolean append(NodeId from, long previous, long committed, LogEntry... entries) {
        return following.append(from, new Append(0, term, 0, previous, committed, List.of(entries)));
    }

    private List<Acknowledge> acknowledgements() {
        following.flush();
        one.port.endTurn();
        return one.port.take(Acknowledge.class);
    }

    // ---- following

    @Test
    void what_came_in_a_turn_is_acknowledged_at_its_end() {
        assertThat(append(A, 0, 0, entry(term, 1))).isTrue();
        assertThat(append(A, 1, 1, entry(term, 2))).isTrue();
        assertThat(acknowledgements()).containsExactly(new Acknowledge(0, term, 0, 2, false));
        assertThat(one.holding.committed()).isEqualTo(1);
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void a_gap_is_said_at_once() {
        assertThat(append(A, 3, 0, entry(term, 4))).isFalse();
        assertThat(one.port.take(Acknowledge.class)).containsExactly(new Acknowledge(0, term, 0, 0, true));
    }

    @Test
    void what_is_held_already_is_acknowledged_again() {
        append(A, 0, 0, entry(term, 1), entry(term, 2));
        acknowledgements();
        assertThat(append(A, 0, 0, entry(term, 1))).isTrue();
        assertThat(acknowledgements()).containsExactly(new Acknowledge(0, term, 0, 2, false));
    }

    @Test
    void logs_that_fork_stop_the_partition() {
        append(A, 0, 0, entry(term, 1));
        LogEntry other = new LogEntry(
                term, new LogCommand(1, new NodeId(5, 5), 0, 0, 0, 1_000, PartitionOperations.openSession()));
        assertThatThrownBy(() -> append(A, 0, 0, other))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("fork");
    }

    @Test
    void entries_of_who_is_not_the_primary_of_the_term_stop_the_partition() {
        assertThatThrownBy(() -> append(C, 0, 0, entry(term, 1)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("only its primary orders");
    }

    @Test
    void a_stranger_that_calls_itself_a_node_is_not_followed_and_does_no_harm() {
        NodeId stranger = new NodeId(66, 66);
        append(A, 0, 0, entry(term, 1));
        acknowledgements();
        assertThat(append(stranger, 1, 1, entry(term, 2))).isFalse();
        assertThat(following.commitPoint(stranger, new CommitPoint(0, term, 0, 1)))
                .isFalse();
        following.delegated(
                stranger, new Delegation(new CommitPoint(0, term, 0, 1), 1_000 * MILLI), one.port.nowNanos());
        assertThat(copy.begin(stranger, new CopyBegin(0, term, 1, 0, one.here.configId())))
                .isFalse();
        assertThat(questions.adoptTerm(stranger, new AdoptTerm(0, term, 0))).isFalse();
        assertThat(one.holding.log().last()).isEqualTo(1);
        assertThat(one.holding.committed()).isZero();
        assertThat(one.holding.replica().lease().runs(one.port.nowNanos(), term, one.rules))
                .isFalse();
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void a_term_that_is_over_is_acknowledged_no_more() {
        append(A, 0, 0, entry(term, 1));
        one.holding.replica().adopt(term + 1);
        assertThat(acknowledgements()).isEmpty();
        assertThat(append(A, 1, 0, entry(term, 2))).isFalse();
        assertThat(one.port.take(StaleTerm.class)).hasSize(1);
    }

    @Test
    void a_commit_point_goes_no_further_than_what_is_held() {
        append(A, 0, 0, entry(term, 1));
        assertThat(following.commitPoint(A, new CommitPoint(0, term, 0, 9))).isTrue();
        assertThat(one.holding.committed()).isEqualTo(1);
        assertThat(one.holding.log().base()).isEqualTo(1);
        assertThat(following.commitPoint(A, new CommitPoint(0, term, 4, 9))).isFalse();
    }

    @Test
    void what_is_committed_together_is_applied_in_turns() {
        one.bounds.adjust(one.bounds.times(), one.bounds.limits().withSlices(256));
        append(A, 0, 0, entry(term, 1), entry(term, 2), entry(term, 3), entry(term, 4), entry(term, 5));
        one.port.endTurn();
        int flushes = one.flushes;
        following.commitPoint(A, new CommitPoint(0, term, 0, 5));
        assertThat(one.holding.committed()).isEqualTo(2);
        assertThat(one.turn.is(UnderWay.COMMITS)).isTrue();
        one.port.endTurn();
        assertThat(one.flushes).as("in the same turn").isEqualTo(flushes);
        one.port.pass(1);
        assertThat(one.flushes).as("in the next one").isEqualTo(flushes + 1);
        following.commitMore();
        assertThat(one.holding.committed()).isEqualTo(4);
        following.commitPoint(A, new CommitPoint(0, term, 0, 3));
        following.commitMore();
        assertThat(one.holding.committed()).isEqualTo(5);
    }

    @Test
    void what_was_left_to_be_applied_is_left_when_another_replica_has_taken_its_place() {
        one.bounds.adjust(one.bounds.times(), one.bounds.limits().withSlices(256));
        append(A, 0, 0, entry(term, 1), entry(term, 2), entry(term, 3));
        following.commitPoint(A, new CommitPoint(0, term, 0, 3));
        one.holding.keepFresh(term);
        following.commitMore();
        assertThat(one.holding.committed()).isZero();
    }

    private LogEntry of(long sequence, long number, byte[] operation) {
        return new LogEntry(
                term, new LogCommand(sequence, OnePartition.SESSION, number == 0 ? 0 : 1, number, 1, 1_000, operation));
    }

    @Test
    void an_entry_that_takes_long_is_applied_in_turns_and_what_follows_it_after_that() {
        CollectionRef vec = CollectionRef.named(CollectionType.VEC, new Incarnation(0, 6));
        List<byte[]> elements = List.of(new byte[1], new byte[1], new byte[1], new byte[1], new byte[1], new byte[1]);
        append(
                A,
                0,
                3,
                of(1, 0, PartitionOperations.openSession()),
                of(
                        2,
                        1,
                        PartitionOperations.openCollection(
                                vec.incarnation(), vec.type(), "vec", CollectionOptions.NONE)),
                of(3, 2, VecOperations.addAll(vec, elements)),
                of(4, 3, VecOperations.permute(vec, 0, -1, new int[] {5, 4, 3, 2, 1, 0})),
                of(5, 4, VecOperations.size(vec)));
        while (one.holding.committed() < 3) {
            one.port.pass(1);
            following.commitMore();
        }
        following.commitPoint(A, new CommitPoint(0, term, 0, 5));
        int turns = 0;
        while (one.holding.committed() == 3) {
            assertThat(one.turn.is(UnderWay.LONG_CHANGE)).isTrue();
            int flushes = one.flushes;
            following.commitPoint(A, new CommitPoint(0, term, 0, 5));
            one.port.pass(1);
            assertThat(one.flushes).as("looked after in the next turn").isEqualTo(flushes + 1);
            following.commitMore();
            turns++;
        }
        assertThat(turns).isGreaterThan(elements.size());
        one.port.pass(1);
        following.commitMore();
        assertThat(one.holding.committed()).isEqualTo(5);
        assertThat(one.turn.is(UnderWay.LONG_CHANGE)).isFalse();
    }

    // ---- on disk before it is said

    @Test
    void what_is_not_persisted_is_not_acknowledged_until_it_is() {
        append(A, 0, 0, entry(term, 1));
        acknowledgements();
        one.journal.stop();
        append(A, 1, 0, entry(term, 2), entry(term, 3));
        assertThat(acknowledgements()).containsExactly(new Acknowledge(0, term, 0, 1, false));
        int flushes = one.flushes;
        one.journal.start();
        one.port.endTurn();
        assertThat(one.flushes).isEqualTo(flushes + 1);
        assertThat(acknowledgements()).containsExactly(new Acknowledge(0, term, 0, 3, false));
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void a_report_waits_for_the_disk() {
        one.journal.stop();
        append(A, 0, 0, entry(term, 1));
        questions.adoptTerm(A, new AdoptTerm(0, term, 0));
        questions.flush();
        assertThat(one.port.take(TermAdopted.class)).isEmpty();
        one.journal.start();
        questions.flush();
        questions.flush();
        assertThat(one.port.take(TermAdopted.class)).hasSize(1);
    }

    @Test
    void a_joiner_says_nothing_of_a_copy_that_is_not_persisted() {
        one.journal.stop();
        copy.begin(A, begin(1));
        copy.flush();
        assertThat(one.port.take(CopyProgress.class)).isEmpty();
        assertThat(one.holding.replica().persistedThrough()).isZero();
        one.journal.start();
        copy.flush();
        copy.flush();
        assertThat(one.port.take(CopyProgress.class)).hasSize(1);
    }

    @Test
    void a_joiner_says_how_far_its_copy_is_once_others_have_had_as_much_of_the_loop() {
        for (int i = 0; i < 100; i++) {
            one.slots.pace().took(4 * OnePartition.MILLI);
        }
        one.slots.pace().requested();
        assertThat(one.slots.pace().mayStep(() -> {})).isTrue();
        copy.begin(A, begin(1));
        assertThat(copy.begin(A, begin(1))).isFalse();
        one.port.pass(7);
        assertThat(one.turn.is(UnderWay.COPY_ANSWER)).isFalse();
        one.port.pass(1);
        assertThat(one.turn.is(UnderWay.COPY_ANSWER)).isTrue();
        assertThat(one.port.take(CopyProgress.class)).isEmpty();
        copy.answer();
        copy.answer();
        assertThat(one.port.take(CopyProgress.class)).hasSize(1);
    }

    @Test
    void a_joiner_that_holds_another_copy_by_then_says_nothing_of_the_one_before() {
        for (int i = 0; i < 100; i++) {
            one.slots.pace().took(4 * OnePartition.MILLI);
        }
        one.slots.pace().requested();
        assertThat(one.slots.pace().mayStep(() -> {})).isTrue();
        copy.begin(A, begin(1));
        one.holding.discard();
        one.port.pass(8);
        copy.answer();
        assertThat(one.port.take(CopyProgress.class)).isEmpty();
    }

    @Test
    void what_a_backup_commits_leaves_it_as_what_it_was_told() {
        append(A, 0, 1, entry(term, 1));
        assertThat(one.committed).containsExactly(1L);
        assertThat(one.ledPrimary).containsExactly(false);
    }

    // ---- reads

    private void delegate(long millis) {
        following.delegated(A, new Delegation(new CommitPoint(0, term, 0, 0), millis * MILLI), one.port.nowNanos());
    }

    @Test
    void a_backup_reads_while_its_lease_runs() {
        assertThat(reads.mayRead(one.port.nowNanos())).isFalse();
        delegate(100);
        assertThat(reads.mayRead(one.port.nowNanos())).isTrue();
        reads.read(one.get(), answers);
        assertThat(answers.statuses).hasSize(1);
        one.port.pass(100);
        assertThat(reads.mayRead(one.port.nowNanos())).isFalse();
    }

    @Test
    void a_read_waits_for_a_write_that_may_be_committed() {
        delegate(100);
        append(A, 0, 0, entry(term, 1), put(2));
        reads.read(one.get(), answers);
        assertThat(answers.statuses).isEmpty();
        following.commitPoint(A, new CommitPoint(0, term, 0, 1));
        assertThat(answers.statuses).isEmpty();
        following.commitPoint(A, new CommitPoint(0, term, 0, 2));
        assertThat(answers.statuses).hasSize(1);
    }

    private LogEntry put(long sequence) {
        var write = one.write(1);
        return new LogEntry(
                term,
                new LogCommand(
                        sequence,
                        write.session(),
                        write.opening(),
                        write.number(),
                        write.floor(),
                        1_000,
                        write.operation()));
    }

    @Test
    void reads_that_wait_have_a_bound_and_a_time() {
        append(A, 0, 0, put(1));
        for (int i = 0; i < 3; i++) {
            reads.read(one.get(), answers);
        }
        assertThat(answers.statuses).containsExactly(ResponseStatus.RETRY);
        assertThat(reads.size()).isEqualTo(2);
        one.port.pass(1_001);
        reads.expire(one.port.nowNanos());
        assertThat(answers.statuses).hasSize(3);
    }

    @Test
    void reads_that_wait_are_sent_elsewhere_when_the_replica_is_another() {
        append(A, 0, 0, put(1));
        reads.read(one.get(), answers);
        one.holding.giveUp();
        reads.recheck();
        assertThat(answers.statuses).containsExactly(ResponseStatus.NOT_HERE);
    }

    // ---- terms

    @Test
    void who_adopts_a_term_says_what_it_holds_behind_the_primarys_last() {
        append(A, 0, 0, entry(term, 1), entry(term, 2));
        assertThat(questions.adoptTerm(A, new AdoptTerm(0, term, 1))).isTrue();
        TermAdopted report = one.port.take(TermAdopted.class).get(0);
        assertThat(report.lastSequence()).isEqualTo(2);
        assertThat(report.suffix()).extracting(LogEntry::sequence).containsExactly(2L);
    }

    @Test
    void a_question_that_comes_before_its_config_is_answered_after_it() {
        assertThat(questions.adoptTerm(A, new AdoptTerm(0, term + 1, 0))).isFalse();
        assertThat(questions.isAnyEarly()).isTrue();
        one.decide(List.of(B, A), new Change.MovePrimary(A, 0, term, B));
        questions.configAdopted();
        assertThat(questions.isAnyEarly()).isFalse();
        assertThat(one.port.take(TermAdopted.class)).hasSize(1);
    }

    @Test
    void who_asks_for_a_later_term_is_told_the_highest_that_is_known() {
        one.holding.replica().adopt(term + 3);
        questions.barrierQuery(A, new BarrierQuery(0, term, 5));
        assertThat(one.port.take(BarrierAnswer.class)).containsExactly(new BarrierAnswer(0, term, 5, term + 3));
        assertThat(questions.staleTerm(A, new StaleTerm(0, term))).isFalse();
        assertThat(questions.staleTerm(A, new StaleTerm(0, term + 1))).isTrue();
        assertThat(one.behind).containsExactly(A);
    }

    @Test
    void a_partition_is_released_when_nothing_runs_that_was_delegated_to_unlisted_nodes() {
        ReleaseRequest request = new ReleaseRequest(0, one.here.configId());
        one.partitionLeases.delegations().gave(C, one.port.nowNanos() + 50 * MILLI);
        assertThat(questions.releaseRequested(A, request)).isFalse();
        one.port.pass(50);
        assertThat(questions.releaseRequested(A, request)).isTrue();
        assertThat(one.port.take(Released.class)).containsExactly(new Released(0, one.here.configId()));
        one.fence.leads(term);
        assertThat(questions.releaseRequested(A, request)).isFalse();
    }

    @Test
    void a_release_under_a_config_that_is_not_held_waits_for_it() {
        ReleaseRequest request = new ReleaseRequest(0, one.here.configId() + 1);
        assertThat(questions.releaseRequested(A, request)).isFalse();
        assertThat(one.behind).containsExactly(A);
        one.decide(List.of(A, B));
        questions.configAdopted();
        assertThat(one.port.take(Released.class)).hasSize(1);
    }

    // ---- copies

    private final OnePartition source = new OnePartition(A, A);

    private CopyBegin begin(long number) {
        return new CopyBegin(0, term, number, 0, one.here.configId());
    }

    @Test
    void a_copy_starts_empty_and_is_complete_after_its_last_piece() {
        source.holding.keepFresh(1);
        assertThat(copy.begin(A, begin(1))).isTrue();
        assertThat(one.holding.replica().complete()).isFalse();
        long pieces = 0;
        while (!one.holding.replica().complete()) {
            CopyProgress progress = one.port.take(CopyProgress.class).get(0);
            assertThat(progress.pieces()).isEqualTo(pieces);
            byte[] chunk = source.holding
                    .replica()
                    .state()
                    .nextChunk(progress.cursor(), 120)
                    .bytes();
            assertThat(copy.piece(A, new CopyPiece(0, term, 1, 0, ++pieces, chunk)))
                    .isTrue();
        }
        assertThat(one.port.take(CopyProgress.class))
                .singleElement()
                .satisfies(last -> assertThat(last.cursor().isDone()).isTrue());
    }

    /** Eight thousand bytes of data, and a thousand more for copies. */
    private static final long ROOM_BYTES = 8_000;

    private CopyBegin begin(long number, long bytes) {
        return new CopyBegin(0, term, number, 0, one.here.configId(), bytes);
    }

    private void limitMemory() {
        one.bounds.adjust(one.bounds.times(), one.bounds.limits().withMemory(ROOM_BYTES, 1L << 40));
    }

    @Test
    void a_copy_for_which_there_is_no_room_is_refused_and_what_is_held_stays() {
        limitMemory();
        append(A, 0, 1, entry(term, 1));
        one.budget.storedElsewhere(1_000);
        long most = ROOM_BYTES + ROOM_BYTES / 8 - 1_000;
        assertThat(copy.begin(A, begin(1, most + 1))).isFalse();
        assertThat(one.port.take(CopyProgress.class)).containsExactly(CopyProgress.refusal(0, term, 1));
        assertThat(one.holding.committed()).isEqualTo(1);
        one.budget.refusedCopies().report(one.host, one.port.nowNanos());
        assertThat(one.refusedCopies).containsExactly(1);

        assertThat(copy.begin(A, begin(2, most))).isTrue();
        assertThat(one.budget.storedBytes()).as("as much is kept free for it").isEqualTo(most);
        one.budget.refusedCopies().report(one.host, one.port.nowNanos());
        assertThat(one.refusedCopies).containsExactly(1, 0);
    }

    @Test
    void a_copy_that_grows_beyond_all_room_is_given_up() {
        limitMemory();
        copy.begin(A, begin(1, 100));
        one.port.takeSent();
        one.budget.storedElsewhere(ROOM_BYTES + ROOM_BYTES / 4);
        source.holding.keepFresh(1);
        source.fill(1, 1);
        source.holding.commitAsPrimary(1, 1);
        byte[] chunk = source.holding
                .replica()
                .state()
                .nextChunk(CopyCursor.start(), 1)
                .bytes();
        assertThat(copy.piece(A, new CopyPiece(0, term, 1, 0, 1, chunk))).isTrue();
        assertThat(one.port.take(CopyProgress.class)).containsExactly(CopyProgress.refusal(0, term, 1));
        assertThat(one.holding.replica().holdsData()).isFalse();
    }

    @Test
    void a_copy_of_a_lower_number_is_not_begun_and_the_same_one_is_answered() {
        copy.begin(A, begin(3));
        one.port.takeSent();
        assertThat(copy.begin(A, begin(2))).isFalse();
        assertThat(one.port.takeSent()).isEmpty();
        assertThat(copy.begin(A, begin(3))).isFalse();
        assertThat(one.port.take(CopyProgress.class)).hasSize(1);
        assertThat(copy.begin(A, begin(4))).isTrue();
    }

    @Test
    void a_piece_out_of_turn_is_answered_with_what_is_held() {
        copy.begin(A, begin(1));
        one.port.takeSent();
        assertThat(copy.piece(A, new CopyPiece(0, term, 1, 0, 2, new byte[0]))).isFalse();
        assertThat(one.port.take(CopyProgress.class)).hasSize(1);
        assertThat(copy.piece(A, new CopyPiece(0, term, 9, 0, 1, new byte[0]))).isFalse();
        assertThat(one.port.takeSent()).isEmpty();
    }

    @Test
    void a_piece_that_makes_no_sense_makes_the_copy_worthless() {
        copy.begin(A, begin(1));
        copy.piece(A, new CopyPiece(0, term, 1, 0, 1, new byte[] {99, 99, 99}));
        assertThat(one.holding.replica().holdsData()).isFalse();
    }

    @Test
    void a_lease_does_not_outlive_the_copy_it_was_for() {
        delegate(100);
        copy.begin(A, begin(1));
        assertThat(one.holding.replica().leased(one.port.nowNanos(), one.rules)).isFalse();
    }

    @Test
    void a_copy_that_was_given_up_is_thrown_away_unless_the_node_is_a_replica() {
        copy.begin(A, begin(1));
        assertThat(copy.abandoned(new CopyAbandoned(0, term, 1))).isFalse();
        one.decide(List.of(A), new Change.Drop(A, 0, term, B));
        assertThat(copy.abandoned(new CopyAbandoned(0, term, 2))).isFalse();
        assertThat(copy.abandoned(new CopyAbandoned(0, term, 1))).isTrue();
        assertThat(one.holding.replica().holdsData()).isFalse();
    }

    @Test
    void who_holds_a_copy_and_is_no_replica_asks_about_it_from_time_to_time() {
        StrayCopy stray = new StrayCopy(one.here, one.holding, copy, one.bounds, one.port.nowNanos());
        copy.begin(A, begin(1));
        one.decide(List.of(A), new Change.Drop(A, 0, term, B));
        one.port.takeSent();
        stray.tick(one.port.nowNanos());
        assertThat(one.port.takeSent()).isEmpty();
        one.port.pass(5_001);
        stray.tick(one.port.nowNanos());
        stray.tick(one.port.nowNanos());
        assertThat(one.port.take(CopyProgress.class)).hasSize(1);
    }
}
