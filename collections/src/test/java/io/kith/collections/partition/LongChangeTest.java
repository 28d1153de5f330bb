package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.RandomCommands;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Commands that change so much that it is done in slices. */
class LongChangeTest {
    private static final NodeId SESSION = new NodeId(7, 7);
    private static final CollectionRef VEC = PartitionDriver.vec(1);
    private static final CollectionRef DEQUE = PartitionDriver.deque(2);

    /** One request at a time, 32 numbers of an order, 2 elements that are put elsewhere. */
    private static final int SLICE = 128;

    private final PartitionState state = states(SLICE).empty();
    private long sequence;
    private long number;
    private long opening;
    private int slices;

    private static PartitionStates states(int sliceElements) {
        return new PartitionStates(Kinds.all(), PartitionRules.production(), sliceElements);
    }

    private LogCommand command(NodeId session, long openingOf, long numberOf, byte[] operation) {
        return new LogCommand(++sequence, session, openingOf, numberOf, 1, 1_000, operation);
    }

    private List<Completion> apply(LogCommand command) {
        slices = 1;
        List<Completion> outcome = state.begin(command);
        while (outcome == null) {
            assertThat(state.isUnfinished()).isTrue();
            slices++;
            outcome = state.goOn();
        }
        assertThat(state.isUnfinished()).isFalse();
        return outcome;
    }

    private LogCommand next(byte[] operation) {
        if (opening == 0) {
            opening = open(SESSION);
        }
        return command(SESSION, opening, ++number, operation);
    }

    private long open(NodeId session) {
        return Results.number(apply(command(session, 0, 0, PartitionOperations.openSession()))
                .get(0)
                .payload());
    }

    private Completion write(byte[] operation) {
        return apply(next(operation)).get(0);
    }

    private void openCollection(CollectionRef collection) {
        write(PartitionOperations.openCollection(
                collection.incarnation(), collection.type(), "c", CollectionOptions.NONE));
    }

    private List<Integer> contents() {
        List<Integer> contents = new ArrayList<>();
        for (SequenceItem item : VecOperations.page(state.read(VecOperations.pageAt(VEC, 0, 1_000, 1_000, 1 << 20))
                        .payload())
                .items()) {
            contents.add(item.value()[0] & 0xFF);
        }
        return contents;
    }

    // ---- sort

    private static final int LENGTH = 200;

    private void fillVec() {
        openCollection(VEC);
        for (int i = 0; i < LENGTH; i++) {
            write(VecOperations.add(VEC, new byte[] {(byte) i}));
        }
    }

    private static int[] backward() {
        int[] order = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            order[i] = LENGTH - 1 - i;
        }
        return order;
    }

    private static List<Integer> expected(boolean backward) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            values.add(backward ? LENGTH - 1 - i : i);
        }
        return values;
    }

    @Example
    void a_new_order_is_set_in_slices() {
        fillVec();
        Completion sorted = write(VecOperations.permute(VEC, 0, -1, backward()));
        assertThat(sorted.status()).isEqualTo(ResponseStatus.OK);
        assertThat(Results.bool(sorted.payload())).isTrue();
        assertThat(slices).as("32 numbers or 2 elements at a time").isBetween(LENGTH / 32 + LENGTH / 2, LENGTH);
        assertThat(contents()).isEqualTo(expected(true));
    }

    @Example
    void nobody_sees_an_order_that_is_half_set() {
        fillVec();
        LogCommand sort = next(VecOperations.permute(VEC, 0, -1, backward()));
        assertThat(state.begin(sort)).isNull();
        for (int i = 0; i < 20; i++) {
            assertThat(state.goOn()).isNull();
        }
        assertThat(contents()).isEqualTo(expected(true));
        assertThat(state.isUnfinished()).as("nobody has asked what it came to").isTrue();
        assertThatThrownBy(() -> state.begin(next(VecOperations.add(VEC, new byte[] {1}))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.nextChunk(CopyCursor.start(), 100)).isInstanceOf(IllegalStateException.class);
        assertThat(state.goOn()).hasSize(1);
    }

    @Example
    void what_is_no_order_is_refused_in_whatever_slice_that_is_seen_and_changes_nothing() {
        fillVec();
        int[] order = backward();
        order[LENGTH - 1] = order[0];
        Completion refused = write(VecOperations.permute(VEC, 0, -1, order));
        assertThat(slices).isGreaterThan(LENGTH / 32 - 1);
        assertThat(refused.status()).isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(state.kept(SESSION, opening, number).status()).isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(contents()).isEqualTo(expected(false));

        byte[] right = VecOperations.permute(VEC, 0, -1, backward());
        Completion tooLong = write(Arrays.copyOf(right, right.length + 1));
        assertThat(tooLong.status()).isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(contents()).isEqualTo(expected(false));
    }

    // ---- who waits

    private static final int WAITERS = 100;

    private void putWaiters(byte[] waiting) {
        openCollection(DEQUE);
        for (int i = 0; i < WAITERS; i++) {
            assertThat(apply(next(waiting))).isEmpty();
        }
    }

    @Example
    void who_waits_in_what_is_destroyed_is_sent_away_in_slices() {
        putWaiters(DequeOperations.take(DEQUE, true, 5_000));
        List<Completion> ended = apply(next(PartitionOperations.destroyCollection(DEQUE.incarnation())));
        assertThat(slices).isEqualTo(WAITERS);
        assertThat(ended).hasSize(1 + WAITERS);
        assertThat(ended.get(0).number()).isEqualTo(number);
        assertThat(ended.subList(1, ended.size()))
                .allMatch(completion -> completion.status() == ResponseStatus.COLLECTION_DESTROYED);
        assertThat(state.nextExpiries(Long.MAX_VALUE, 1_000)).isEmpty();
        assertThat(state.bytes()).isLessThan(1_000);
    }

    @Example
    void who_waits_for_room_gets_it_in_slices() {
        openCollection(DEQUE);
        write(DequeOperations.setCapacity(DEQUE, 1));
        write(DequeOperations.offer(DEQUE, true, new byte[] {1}));
        for (int i = 0; i < WAITERS; i++) {
            assertThat(apply(next(DequeOperations.put(DEQUE, false, new byte[] {2}, DequeOperations.FOREVER))))
                    .isEmpty();
        }
        long waitingBytes = state.bytes();
        List<Completion> ended = apply(next(DequeOperations.setCapacity(DEQUE, 2 * WAITERS)));
        assertThat(slices).isEqualTo(WAITERS);
        assertThat(ended).hasSize(1 + WAITERS);
        assertThat(state.size()).isEqualTo(1 + WAITERS);
        assertThat(state.bytes())
                .as("what waits takes more")
                .isLessThan(waitingBytes)
                .isGreaterThan(WAITERS * 40L);
    }

    @Example
    void the_locks_of_a_session_that_ends_are_given_back_in_slices() {
        NodeId other = new NodeId(8, 8);
        long otherOpening = open(other);
        int locks = 50;
        for (int i = 0; i < locks; i++) {
            CollectionRef lock = CollectionRef.named(CollectionType.LOCK, new Incarnation(5, i));
            openCollection(lock);
            write(LockOperations.tryLock(lock, new LockToken(1, 1), 0));
            assertThat(apply(command(
                            other,
                            otherOpening,
                            1 + i,
                            LockOperations.lock(lock, new LockToken(2, 2), 0, LockOperations.FOREVER))))
                    .isEmpty();
        }
        List<Completion> ended = apply(next(PartitionOperations.closeSession()));
        assertThat(slices).isEqualTo(locks / (SLICE / 64));
        assertThat(ended).hasSize(1 + locks);
        assertThat(ended.subList(1, ended.size()))
                .allMatch(completion -> completion.session().equals(other));
    }

    // ---- it makes no difference

    @Property(tries = 150)
    void what_is_done_in_slices_has_the_same_effect_and_results_whoever_looks_meanwhile(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver plain = PartitionDriver.plain();
        RandomCommands commands = new RandomCommands(plain, random);
        PartitionState sliced = states(1).empty();
        for (int round = 0; round < 300; round++) {
            int before = plain.log.size();
            commands.log(1);
            for (LogCommand command : plain.log.subList(before, plain.log.size())) {
                List<Completion> outcome = sliced.begin(command);
                while (outcome == null) {
                    if (random.nextInt(10) == 0) {
                        sliced.digest();
                    }
                    outcome = sliced.goOn();
                }
                assertThat(outcome).usingRecursiveComparison().isEqualTo(commands.completionsOf(command.sequence()));
            }
            assertThat(sliced.bytes()).isEqualTo(plain.state.bytes());
            assertThat(sliced.digest()).isEqualTo(plain.state.digest());
        }
        assertThat(sliced.digest()).isEqualTo(plain.state.digest());
    }

    @Property(tries = 150)
    void what_came_for_a_sequence_while_it_was_copied_is_done_in_slices(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int chunkBytes) {
        Random random = new Random(seed);
        PartitionDriver source = PartitionDriver.plain();
        RandomCommands commands = new RandomCommands(source, random);
        commands.log(random.nextInt(300));
        PartitionState joiner = states(1).copying();
        for (int chunks = 0; !joiner.isComplete(); chunks++) {
            int before = source.log.size();
            commands.log(random.nextInt(chunks < 200 ? 20 : 2));
            for (LogCommand command : source.log.subList(before, source.log.size())) {
                assertThat(joiner.apply(command)).isEmpty();
            }
            joiner.install(
                    source.state.nextChunk(joiner.copyCursor(), chunkBytes).bytes());
            while (joiner.isUnfinished() && random.nextInt(10) > 0) {
                joiner.goOn();
            }
        }
        while (joiner.isUnfinished()) {
            assertThat(joiner.goOn()).isNullOrEmpty();
        }
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
        assertThat(joiner.bytes()).isEqualTo(source.state.bytes());
    }

    @Example
    void many_changes_that_came_meanwhile_take_many_slices() {
        PartitionDriver source = PartitionDriver.plain();
        CollectionRef vec = VEC.openedAs(source.open(VEC, "vec", CollectionOptions.NONE));
        for (int i = 0; i < 20; i++) {
            source.write(VecOperations.add(vec, new byte[50]));
        }
        PartitionState joiner = states(SLICE).copying();
        int most = 0;
        boolean changed = false;
        while (!joiner.isComplete()) {
            CopyCursor cursor = joiner.copyCursor();
            int before = source.log.size();
            if (cursor.place() == CopyCursor.INSIDE && !changed) {
                changed = true;
                for (int i = 0; i < 70; i++) {
                    source.write(VecOperations.add(vec, new byte[] {1}));
                }
            }
            for (LogCommand command : source.log.subList(before, source.log.size())) {
                joiner.apply(command);
            }
            joiner.install(source.state.nextChunk(cursor, 100).bytes());
            int count = 0;
            while (joiner.isUnfinished()) {
                joiner.goOn();
                count++;
            }
            most = Math.max(most, count);
        }
        assertThat(most).as("a slice for each, but for the first ones").isEqualTo(69);
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
    }
}
