package io.kith.replication.primary;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.B;
import static io.kith.replication.shared.OnePartition.SLICE_ELEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.OnePartition.Answers;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that applies an entry which takes long. */
class LongChangeRoomsTest {
    private static final CollectionRef VEC = CollectionRef.named(CollectionType.VEC, new Incarnation(0, 6));
    private static final int ELEMENTS = 10;

    /** Four elements are looked through in a slice, in the time of which one number of an order is read. */
    private static final int AT_LEAST_SLICES = ELEMENTS * 4 / SLICE_ELEMENTS;

    private final OnePartition one = new OnePartition(A, A);
    private final PrimaryTerm term = new PrimaryTerm(one.here, one.here.term());
    private final Joiners joiners = new Joiners(one.turn);
    private final Followers followers = new Followers(term, one.holding, one.turn, one.bounds);
    private final Answers answers = new Answers();
    private Commitment commitment;
    private Ordering ordering;
    private long number;

    @BeforeEach
    void fillAList() {
        one.holding.keepFresh(term.number());
        HandOver handOver = new HandOver(term, one.holding, one.leases, one.requests, one.turn, one.slots, one.bounds);
        commitment = new Commitment(
                term, one.holding, followers, one.partitionLeases.delegations(), handOver, one.turn, one.rules);
        ordering = new Ordering(term, one.holding, one.requests, one.turn, one.bounds, one.rules);
        ordering.openSession(one.openSession(), new Answers());
        commitment.tryCommit();
        done(PartitionOperations.openCollection(VEC.incarnation(), VEC.type(), "vec", CollectionOptions.NONE));
        for (int i = 0; i < ELEMENTS; i++) {
            done(VecOperations.add(VEC, new byte[] {(byte) i}));
        }
    }

    private ClientMessage.Write request(byte[] operation) {
        number++;
        return new ClientMessage.Write(number, one.here.configId(), 0, OnePartition.SESSION, 1, number, 1, operation);
    }

    private void done(byte[] operation) {
        Answers asker = new Answers();
        ordering.write(request(operation), asker);
        commitment.tryCommit();
        assertThat(asker.statuses).containsExactly(ResponseStatus.OK);
    }

    private void sort() {
        int[] order = new int[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            order[i] = ELEMENTS - 1 - i;
        }
        ordering.write(request(VecOperations.permute(VEC, 0, -1, order)), answers);
        commitment.tryCommit();
    }

    @Test
    void it_goes_on_in_the_next_turns_and_counts_when_it_is_done() {
        long before = one.holding.committed();
        sort();
        int turns = 0;
        boolean done = false;
        while (!done) {
            assertThat(one.turn.is(UnderWay.LONG_CHANGE)).isTrue();
            assertThat(one.holding.committed()).isEqualTo(before);
            assertThat(answers.statuses).isEmpty();
            int flushes = one.flushes;
            one.port.pass(1);
            assertThat(one.flushes).as("looked after in the next turn").isEqualTo(flushes + 1);
            done = commitment.goOn();
            turns++;
        }
        assertThat(turns).isGreaterThanOrEqualTo(AT_LEAST_SLICES);
        assertThat(one.turn.is(UnderWay.LONG_CHANGE)).isFalse();
        assertThat(one.holding.committed()).isEqualTo(before + 1);
        assertThat(answers.statuses).containsExactly(ResponseStatus.OK);
    }

    @Test
    void nothing_else_is_applied_or_taken_before_that() {
        sort();
        assertThat(ordering.takesWrites()).isFalse();
        long committed = one.holding.committed();
        LogEntry behind = new LogEntry(
                term.number(),
                new LogCommand(
                        one.holding.log().last() + 1,
                        LogCommand.NO_SESSION,
                        0,
                        0,
                        0,
                        1_000,
                        PartitionOperations.forgetDestroyed(1)));
        one.holding.log().append(behind);
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(committed);
        boolean done = false;
        while (!done) {
            done = commitment.goOn();
        }
        commitment.tryCommit();
        assertThat(one.holding.committed()).isEqualTo(committed + 2);
        assertThat(ordering.takesWrites()).isTrue();
    }

    @Test
    void who_reads_meanwhile_waits_for_it() {
        sort();
        Answers reader = new Answers();
        one.holding.answer(new ClientMessage.Read(1, one.here.configId(), 0, VecOperations.get(VEC, 0)), reader);
        one.port.pass(1);
        assertThat(reader.statuses).isEmpty();
        boolean done = false;
        while (!done) {
            done = commitment.goOn();
        }
        one.port.pass(1);
        assertThat(reader.statuses).containsExactly(ResponseStatus.OK);
    }

    @Test
    void a_copy_goes_on_when_it_is_done() {
        NodeId joiner = B;
        one.decide(List.of(A, B));
        JoinerCopies copies = new JoinerCopies(term, one.holding, joiners, followers, one.turn, one.slots, one.bounds);
        copies.begin(joiner);
        sort();
        copies.progressed(joiner, new CopyProgress(0, term.number(), 1, 0, CopyCursor.start(), 0));
        copies.sendAwaited();
        assertThat(one.port.take(CopyPiece.class)).isEmpty();
        boolean done = false;
        while (!done) {
            done = commitment.goOn();
        }
        copies.sendAwaited();
        assertThat(one.port.take(CopyPiece.class))
                .hasSize(1)
                .allMatch(piece -> piece.asOfSequence() == one.holding.committed());
    }

    @Test
    void who_joins_must_hold_what_is_half_applied_as_that_was_decided_without_it() {
        one.decide(List.of(A, B));
        JoinerCopies copies = new JoinerCopies(term, one.holding, joiners, followers, one.turn, one.slots, one.bounds);
        copies.begin(B);
        Joiner joiner = Objects.requireNonNull(joiners.get(B));
        joiner.follower.acknowledged = one.holding.committed();
        assertThat(copies.holdsAllCommitted(joiner)).isTrue();
        sort();
        assertThat(joiner.follower.acknowledged).isEqualTo(one.holding.committed());
        assertThat(copies.holdsAllCommitted(joiner)).isFalse();
        joiner.follower.acknowledged++;
        assertThat(copies.holdsAllCommitted(joiner)).isTrue();
    }

    @Test
    void a_new_primary_does_at_once_what_is_left() {
        sort();
        long last = one.holding.log().last();
        commitment.commitThrough(last);
        assertThat(one.holding.committed()).isEqualTo(last);
        assertThat(one.turn.is(UnderWay.LONG_CHANGE)).isFalse();
        assertThat(answers.statuses).containsExactly(ResponseStatus.OK);
    }
}
