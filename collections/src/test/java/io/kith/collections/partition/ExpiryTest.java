package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.TimedValue;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final CollectionRef ID = PartitionDriver.map(5);
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2, 3};

    private final PartitionDriver partition = new PartitionDriver();

    private boolean present() {
        return Results.bool(partition.result(MapOperations.containsKey(ID, KEY)));
    }

    @Test
    void anEntryLivesUntilItsExpiryIsLogged() {
        partition.result(MapOperations.put(ID, KEY, VALUE, 500));
        long due = partition.nowMillis + 500;
        TimedValue timed = MapOperations.timedValue(partition.result(MapOperations.getEntry(ID, KEY)));
        assertThat(timed.expiresAtMillis()).isEqualTo(due);
        assertThat(timed.value()).isEqualTo(VALUE);
        assertThat(partition.state.nextExpiries(due - 1, 10)).isEmpty();
        List<byte[]> commands = partition.state.nextExpiries(due, 10);
        assertThat(commands).hasSize(1);
        partition.nowMillis = due + 100;
        assertThat(present()).isTrue();
        partition.own(commands.get(0));
        assertThat(present()).isFalse();
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void anExpiryThatANewWriteOvertookDoesNothing() {
        partition.result(MapOperations.put(ID, KEY, VALUE, 500));
        List<byte[]> commands = partition.state.nextExpiries(Long.MAX_VALUE, 10);
        partition.nowMillis += 500;
        partition.result(MapOperations.put(ID, KEY, VALUE, 500));
        commands.forEach(partition::own);
        assertThat(present()).isTrue();
        partition.result(MapOperations.set(ID, KEY, VALUE, 0));
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(MapOperations.timedValue(partition.result(MapOperations.getEntry(ID, KEY)))
                        .expiresAtMillis())
                .isZero();
    }

    @Test
    void theEarliestAreListedFirstAndNoMoreThanAskedFor() {
        for (int i = 0; i < 20; i++) {
            partition.result(MapOperations.put(ID, new byte[] {(byte) i}, VALUE, 100 + (i * 7) % 20));
        }
        List<byte[]> commands = partition.state.nextExpiries(partition.nowMillis + 105, 100);
        assertThat(commands).hasSize(6);
        assertThat(partition.state.nextExpiries(partition.nowMillis + 105, 2))
                .usingRecursiveComparison()
                .isEqualTo(commands.subList(0, 2));
    }

    @Test
    void whatIsClearedOrDestroyedDoesNotExpireAgain() {
        partition.result(MapOperations.put(ID, KEY, VALUE, 500));
        partition.result(MapOperations.clear(ID));
        partition.result(MapOperations.put(ID, KEY, VALUE, 500));
        partition.result(PartitionOperations.destroyCollection(ID.incarnation()));
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(partition.state.bytes()).isEqualTo(Tombstones.BYTES);
    }

    @Test
    void whatIsClearedLeavesTheEntriesOfOtherMapsToExpire() {
        CollectionRef other = PartitionDriver.map(6);
        for (int i = 0; i < 100; i++) {
            partition.result(MapOperations.put(ID, new byte[] {(byte) i}, VALUE, 100 + i));
            partition.result(MapOperations.put(other, new byte[] {(byte) i}, VALUE, 100 + i));
        }
        partition.result(MapOperations.clear(ID));
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 1_000)).hasSize(100);
        partition.result(MapOperations.put(ID, KEY, VALUE, 1));
        assertThat(partition.state.nextExpiries(partition.nowMillis + 1, 1_000)).hasSize(1);
        partition.state.nextExpiries(Long.MAX_VALUE, 1_000).forEach(partition::own);
        assertThat(partition.state.size()).isZero();
    }

    @Test
    void anEndOfLifeBeyondTheEndOfTimeIsNever() {
        partition.result(MapOperations.put(ID, KEY, VALUE, Long.MAX_VALUE));
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE - 1, 10)).isEmpty();
    }
}
