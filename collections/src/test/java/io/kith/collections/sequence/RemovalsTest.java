package io.kith.collections.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.OperationCheck;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.CopyChunk;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionRules;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Removals of a value for which a primary looks first, and logs what it found. */
class RemovalsTest {
    private static final NodeId SESSION = new NodeId(7, 7);
    private static final CollectionRef VEC = PartitionDriver.vec(1);
    private static final CollectionRef DEQUE = PartitionDriver.deque(2);
    private static final int SLICE = 3;

    private final PartitionStates states = new PartitionStates(Kinds.all(), PartitionRules.production(), SLICE);

    /** Looks first, as a primary does. */
    private PartitionState primary = states.empty();

    /** Applies the same. */
    private PartitionState backup = states.empty();

    /** Applies what clients ask for. */
    private PartitionState plain = states.empty();

    private PartitionState joiner = states.empty();
    private long sequence;
    private long number;
    private long opening;

    private static byte[] value(int number) {
        return new byte[] {(byte) number};
    }

    private byte[] payload(byte[] logged, byte[] asked) {
        number++;
        LogCommand command = command(logged);
        Completion first = primary.apply(command).get(0);
        backup.apply(command);
        joiner.apply(command);
        Completion wanted = plain.apply(command(asked)).get(0);
        assertThat(first.status()).isEqualTo(wanted.status());
        assertThat(first.payload()).isEqualTo(wanted.payload());
        assertThat(first.status()).isEqualTo(ResponseStatus.OK);
        sequence++;
        return first.payload();
    }

    private LogCommand command(byte[] operation) {
        return new LogCommand(sequence + 1, SESSION, opening, number, number, 1_000, operation);
    }

    private void write(byte[] operation) {
        payload(operation, operation);
    }

    private void begin() {
        primary = states.empty();
        backup = states.empty();
        plain = states.empty();
        joiner = states.empty();
        sequence = 0;
        number = 0;
        open();
    }

    private void open() {
        LogCommand open = new LogCommand(++sequence, SESSION, 0, 0, 0, 1_000, PartitionOperations.openSession());
        for (PartitionState state : List.of(primary, backup, joiner, plain)) {
            opening = Results.number(state.apply(open).get(0).payload());
        }
        for (CollectionRef each : List.of(VEC, DEQUE)) {
            write(PartitionOperations.openCollection(
                    each.incarnation(), each.type(), "c" + each.type(), CollectionOptions.NONE));
        }
    }

    /** A joiner, who knows nothing of what was put in lately. */
    private void copy() {
        joiner = states.copying();
        CopyCursor cursor = CopyCursor.start();
        while (!cursor.isDone()) {
            CopyChunk chunk = primary.nextChunk(cursor, 100);
            assertThat(joiner.install(chunk.bytes())).isTrue();
            cursor = chunk.next();
        }
    }

    private static byte[] change(Random random) {
        byte[] value = value(random.nextInt(6));
        int index = random.nextInt(20);
        return switch (random.nextInt(12)) {
            case 0, 1 -> VecOperations.insert(VEC, index, value);
            case 2 -> VecOperations.set(VEC, index, value);
            case 3 -> VecOperations.remove(VEC, index);
            case 4 -> VecOperations.swapRemove(VEC, index);
            case 5 -> VecOperations.removeRange(VEC, index, index + 2);
            case 6 -> VecOperations.permute(VEC, index, -1, new int[] {2, 0, 1});
            case 7 -> VecOperations.addAll(VEC, List.of(value, value(random.nextInt(6)), value(9)));
            case 8 -> DequeOperations.poll(DEQUE, random.nextBoolean());
            case 9 -> random.nextInt(9) == 0 ? VecOperations.clear(VEC) : DequeOperations.clear(DEQUE);
            default ->
                DequeOperations.offerAll(
                        DEQUE, random.nextBoolean(), List.of(value, value(random.nextInt(6)), value, value));
        };
    }

    private static byte[] removal(Random random) {
        byte[] value = value(random.nextInt(7));
        return switch (random.nextInt(4)) {
            case 0 ->
                VecOperations.removeValue(VEC, value, random.nextInt(5), 5 + random.nextInt(20), random.nextBoolean());
            case 1 -> DequeOperations.removeOccurrence(DEQUE, random.nextBoolean(), value);
            default -> VecOperations.removeValue(VEC, value, 0, Integer.MAX_VALUE, random.nextBoolean());
        };
    }

    @Property(tries = 150)
    void what_is_removed_is_what_would_have_been_without_looking_first_whatever_changes_meanwhile(@ForAll long seed) {
        Random random = new Random(seed);
        begin();
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(6); i > 0; i--) {
                write(change(random));
            }
            if (random.nextInt(12) == 0) {
                copy();
            }
            byte[] removal = removal(random);
            byte[] logged = removal;
            LongRead search = primary.search(removal);
            if (search != null) {
                logged = search.next();
                while (logged == null) {
                    for (int i = random.nextInt(3); i > 0; i--) {
                        write(change(random));
                    }
                    logged = search.next();
                }
                for (int i = random.nextInt(3); i > 0; i--) {
                    write(change(random));
                }
            }
            payload(logged, removal);
            assertThat(backup.digest()).isEqualTo(primary.digest());
            assertThat(joiner.digest()).isEqualTo(primary.digest());
            assertThat(contents(primary)).isEqualTo(contents(plain));
        }
    }

    private static List<List<Byte>> contents(PartitionState state) {
        List<List<Byte>> contents = new ArrayList<>();
        for (byte[] page : List.of(
                VecOperations.pageAt(VEC, 0, 10_000, 10_000, 1 << 20),
                DequeOperations.pageAt(DEQUE, 0, 10_000, 10_000, 1 << 20))) {
            List<Byte> values = new ArrayList<>();
            VecOperations.page(state.read(page).payload()).items().forEach(item -> values.add(item.value()[0]));
            contents.add(values);
        }
        return contents;
    }

    private static byte[] longValue(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    @Example
    void what_was_found_in_a_long_sequence_is_still_known_after_thousands_of_changes_and_needs_no_search() {
        ItemSequence items = new ItemSequence();
        for (int i = 0; i < LongRead.SLICE_ELEMENTS + 10; i++) {
            items.insert(i, longValue(i));
        }
        RemovalRange all = new RemovalRange(0, Integer.MAX_VALUE, false);
        long version = items.version();
        RemovalHint found =
                new RemovalHint(version, new ItemId(items.epoch(), items.tree().label(40_000)));
        RemovalHint none = new RemovalHint(version, null);
        for (int i = 0; i < 5_000; i++) {
            items.insert(i % 3, longValue(-1 - i));
            items.set(60_000, longValue(-100_000 - i));
            items.remove(items.size() - 1);
        }
        assertThat(found.index(items, all, longValue(40_000), 0, 4)).isEqualTo(45_000);
        assertThat(none.index(items, all, longValue(1_000_000), 0, 4)).isEqualTo(-1);
        items.insert(7, longValue(40_000));
        assertThat(found.index(items, all, longValue(40_000), 0, 4))
                .as("an equal one came, which may be before it")
                .isEqualTo(RemovalHint.UNKNOWN);
    }

    @Example
    void nothing_is_known_of_a_range_that_has_other_elements_by_now() {
        ItemSequence items = new ItemSequence();
        for (int i = 0; i < LongRead.SLICE_ELEMENTS; i++) {
            items.insert(i, longValue(i));
        }
        RemovalHint none = new RemovalHint(items.version(), null);
        RemovalRange range = new RemovalRange(0, 100, false);
        assertThat(none.index(items, range, longValue(150), 0, 4)).isEqualTo(-1);
        items.removeRange(0, 60);
        assertThat(none.index(items, range, longValue(150), 0, 4)).isEqualTo(RemovalHint.UNKNOWN);
    }

    @Example
    void a_search_begins_anew_if_what_it_found_has_another_value_by_then() {
        ItemSequence items = new ItemSequence();
        for (int i = 0; i < LongRead.SLICE_ELEMENTS; i++) {
            items.insert(i, longValue(i % 40_000));
        }
        byte[] operation = VecOperations.removeRange(VEC, 0, 1);
        RemovalRange all = new RemovalRange(0, Integer.MAX_VALUE, false);
        RemovalSearch.Asked asked = new RemovalSearch.Asked(operation, operation.length, Removals.FOUND_IN_VEC);
        RemovalSearch search = new RemovalSearch(items, asked, all, longValue(7), 16_384);
        items.set(7, longValue(1_000_000));
        byte[] logged = search.next();
        assertThat(logged).as("the element at 7 is none any more").isNull();
        while (logged == null) {
            logged = search.next();
        }
        RemovalHint hint = RemovalHint.read(new PayloadReader().reset(logged, operation.length));
        assertThat(hint.index(items, all, longValue(7), 0, 4)).isEqualTo(40_007);
    }

    @Example
    void a_search_goes_through_no_more_than_a_slice_at_a_time() {
        open();
        for (int i = 0; i < 40; i++) {
            write(VecOperations.add(VEC, value(i)));
        }
        LongRead search = primary.search(VecOperations.removeValue(VEC, value(38), 0, Integer.MAX_VALUE, false));
        assertThat(search).isNotNull();
        int slices = 1;
        while (search.next() == null) {
            slices++;
        }
        assertThat(slices).isEqualTo(39 / SLICE);
    }

    @Example
    void no_client_may_send_what_only_primaries_find() {
        open();
        for (int i = 0; i < 10; i++) {
            write(VecOperations.add(VEC, value(i)));
            write(DequeOperations.offer(DEQUE, true, value(i)));
        }
        for (byte[] removal : List.of(
                VecOperations.removeValue(VEC, value(20), 0, Integer.MAX_VALUE, false),
                DequeOperations.removeOccurrence(DEQUE, true, value(20)))) {
            LongRead search = primary.search(removal);
            byte[] found = search.next();
            while (found == null) {
                found = search.next();
            }
            ResponseValue refusal = new OperationCheck(Kinds.all()).check(found, false, 100);
            assertThat(refusal).isNotNull();
            assertThat(refusal.status()).isEqualTo(ResponseStatus.BAD_REQUEST);
        }
    }
}
