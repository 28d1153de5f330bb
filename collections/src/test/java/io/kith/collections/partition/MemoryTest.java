package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.RandomCommands;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a partition says of the memory it takes and of what a write would add, and how a write is refused for it. */
class MemoryTest {
    private static final long[] IDS = {0, 3, 0x7000000000000000L, -5, 0x1000, 0x2000};
    private static final byte[] KEY = {'k'};
    private static final byte[] SHORT = new byte[10];
    private static final byte[] LONG = new byte[100];

    private final PartitionDriver partition = new PartitionDriver();

    @Test
    void theTotalIsAlwaysThatOfTheCollections() {
        RandomCommands commands = new RandomCommands(partition, new Random(7));
        long most = 0;
        for (int i = 0; i < 5_000; i++) {
            commands.log(1);
            long sum = 0;
            for (long id : IDS) {
                sum += partition.state.bytes(id);
            }
            assertThat(partition.state.bytes()).isEqualTo(sum);
            most = Math.max(most, sum);
        }
        assertThat(most).isPositive();
    }

    @Test
    void writesOfMapsGrowByWhatTheyAdd() {
        assertGrowth(MapOperations.put(1, KEY, SHORT, 0), 1);
        assertGrowth(MapOperations.putIfAbsent(1, KEY, LONG, 0), 0);
        assertGrowth(MapOperations.set(1, KEY, LONG, 0), 1);
        assertGrowth(MapOperations.put(1, KEY, SHORT, 0), -1);
        assertGrowth(MapOperations.replaceIfEquals(1, KEY, SHORT, LONG, 0), 1);
        assertGrowth(MapOperations.compareAndSet(1, KEY, LONG, SHORT, 0), -1);
        assertGrowth(MapOperations.compareAndSet(1, KEY, null, LONG, 0), 0);
        assertGrowth(MapOperations.replace(1, new byte[] {'o'}, LONG, 0), 0);
        assertGrowth(MapOperations.putAll(1, List.of(new MapEntry(KEY, LONG), new MapEntry(SHORT, SHORT)), 0), 1);
        assertThat(partition.state.growth(MapOperations.remove(1, KEY))).isZero();
        assertThat(partition.state.growth(MapOperations.clear(1))).isZero();
    }

    @Test
    void writesOfSequencesGrowByWhatTheyAdd() {
        assertGrowth(VecOperations.add(1, SHORT), 1);
        assertGrowth(VecOperations.set(1, 0, LONG), 1);
        assertGrowth(VecOperations.set(1, 0, SHORT), -1);
        assertGrowth(VecOperations.set(1, 9, LONG), 0);
        assertGrowth(VecOperations.addAll(1, List.of(SHORT, LONG)), 1);
        assertGrowth(VecOperations.insert(1, 0, LONG), 1);
        assertGrowth(VecOperations.replaceRange(1, 0, -1, List.of(SHORT, LONG)), 0);
        assertGrowth(DequeOperations.offer(2, true, LONG), 1);
        assertGrowth(DequeOperations.offerAll(2, true, List.of(SHORT, LONG)), 1);
        assertThat(partition.state.growth(VecOperations.remove(1, 0))).isZero();
        assertThat(partition.state.growth(DequeOperations.poll(2, true))).isZero();
        assertThat(partition.state.growth(DequeOperations.offer(1, true, LONG)))
                .as("of a collection of another type")
                .isZero();
        assertThat(partition.state.growth(PartitionOperations.closeSession())).isZero();
        assertThat(partition.state.growth(new byte[] {(byte) 0x81})).isZero();
    }

    private void assertGrowth(byte[] write, int sign) {
        long expected = partition.state.growth(write);
        long before = partition.state.bytes();
        partition.write(write);
        assertThat(Long.signum(expected)).isEqualTo(sign);
        // But for how long the lengths of keys and values are themselves.
        assertThat(partition.state.bytes() - before).isBetween(expected - 20, expected + 20);
    }

    @Test
    void whatWasRefusedIsNeverAppliedLaterNorWhatWasAppliedRefused() {
        NodeId session = new NodeId(1, 2);
        long opening = partition.open(session);
        byte[] refuse = PartitionOperations.refuse("no room");
        Completion refused = partition.log(session, opening, 1, 1, refuse).get(0);
        assertThat(refused.status()).isEqualTo(ResponseStatus.FULL);
        assertThat(Results.message(refused.payload())).isEqualTo("no room");
        byte[] put = MapOperations.put(1, KEY, SHORT, 0);
        assertThat(partition.log(session, opening, 1, 1, put)).containsExactly(refused);
        assertThat(partition.state.size()).isZero();

        Completion applied = partition.log(session, opening, 2, 1, put).get(0);
        assertThat(applied.status()).isEqualTo(ResponseStatus.OK);
        assertThat(partition.log(session, opening, 2, 1, refuse)).containsExactly(applied);
        assertThat(partition.state.size()).isEqualTo(1);
    }
}
