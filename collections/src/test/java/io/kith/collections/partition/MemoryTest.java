package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.RandomCommands;
import io.kith.collections.kind.Waiters;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a partition says of the memory it takes and of what a write would add, and how a write is refused for it. */
class MemoryTest {
    private static final CollectionRef MAP = PartitionDriver.map(1);
    private static final CollectionRef VEC = PartitionDriver.vec(2);
    private static final CollectionRef DEQUE = PartitionDriver.deque(3);
    private static final byte[] KEY = {'k'};
    private static final byte[] SHORT = new byte[10];
    private static final byte[] LONG = new byte[100];

    private final PartitionDriver partition = new PartitionDriver();

    @Test
    void theTotalIsAlwaysThatOfTheCollections() {
        PartitionDriver random = PartitionDriver.plain();
        RandomCommands commands = new RandomCommands(random, new Random(7));
        long most = 0;
        for (int i = 0; i < 5_000; i++) {
            commands.log(1);
            long sum = random.state.destroyedCount() * Tombstones.BYTES;
            for (CollectionView view : random.state.collections()) {
                sum += view.bytes() + OpenCollection.catalogBytes(view.name());
            }
            assertThat(random.state.bytes()).isEqualTo(sum);
            most = Math.max(most, sum);
        }
        assertThat(most).isPositive();
    }

    @Test
    void writesOfMapsGrowByWhatTheyAdd() {
        assertGrowth(MapOperations.put(MAP, KEY, SHORT, 0), 1);
        assertGrowth(MapOperations.putIfAbsent(MAP, KEY, LONG, 0), 0);
        assertGrowth(MapOperations.set(MAP, KEY, LONG, 0), 1);
        assertGrowth(MapOperations.put(MAP, KEY, SHORT, 0), -1);
        assertGrowth(MapOperations.replaceIfEquals(MAP, KEY, SHORT, LONG, 0), 1);
        assertGrowth(MapOperations.compareAndSet(MAP, KEY, LONG, SHORT, 0), -1);
        assertGrowth(MapOperations.compareAndSet(MAP, KEY, null, LONG, 0), 0);
        assertGrowth(MapOperations.replace(MAP, new byte[] {'o'}, LONG, 0), 0);
        assertGrowth(MapOperations.putAll(MAP, List.of(new MapEntry(KEY, LONG), new MapEntry(SHORT, SHORT)), 0), 1);
        assertThat(partition.state.growth(MapOperations.remove(MAP, KEY))).isZero();
        assertThat(partition.state.growth(MapOperations.clear(MAP))).isZero();
    }

    @Test
    void writesOfSequencesGrowByWhatTheyAdd() {
        assertGrowth(VecOperations.add(VEC, SHORT), 1);
        assertGrowth(VecOperations.set(VEC, 0, LONG), 1);
        assertGrowth(VecOperations.set(VEC, 0, SHORT), -1);
        assertGrowth(VecOperations.set(VEC, 9, LONG), 0);
        assertGrowth(VecOperations.addAll(VEC, List.of(SHORT, LONG)), 1);
        assertGrowth(VecOperations.insert(VEC, 0, LONG), 1);
        assertGrowth(VecOperations.replaceRange(VEC, 0, -1, List.of(SHORT, LONG)), 0);
        assertGrowth(DequeOperations.offer(DEQUE, true, LONG), 1);
        assertGrowth(DequeOperations.offerAll(DEQUE, true, List.of(SHORT, LONG)), 1);
        assertThat(partition.state.growth(VecOperations.remove(VEC, 0))).isZero();
        assertThat(partition.state.growth(DequeOperations.poll(DEQUE, true))).isZero();
        assertThat(partition.state.growth(DequeOperations.offer(
                        new CollectionRef(CollectionType.VEC_DEQUE, VEC.incarnation(), 0), true, LONG)))
                .as("of a collection of another type")
                .isZero();
        assertThat(partition.state.growth(
                        VecOperations.replaceRange(VEC, Integer.MAX_VALUE, -1, List.of(SHORT, SHORT, LONG))))
                .as("behind the last that there could be")
                .isZero();
        assertThat(partition.state.growth(PartitionOperations.closeSession())).isZero();
        assertThat(partition.state.growth(new byte[] {1, (byte) 0x81})).isZero();
    }

    @Test
    void resultsThatAreKeptForRetriesTakeMemoryUntilTheyAreLetGo() {
        NodeId session = new NodeId(1, 2);
        long opening = partition.open(session);
        partition.log(session, opening, 1, 1, MapOperations.set(MAP, KEY, new byte[10_000], 0));
        long stored = partition.state.bytes();
        for (int number = 2; number <= 11; number++) {
            partition.log(session, opening, number, 1, MapOperations.put(MAP, KEY, new byte[10_000], 0));
        }
        assertThat(partition.state.keptBytes(session, opening)).isBetween(100_000L, 101_000L);
        assertThat(partition.state.bytes() - stored).isBetween(100_000L, 101_000L);
        partition.log(session, opening, 12, 12, MapOperations.set(MAP, KEY, new byte[10_000], 0));
        assertThat(partition.state.keptBytes(session, opening)).isZero();
        assertThat(partition.state.bytes()).isEqualTo(stored);
    }

    @Test
    void aTakeThatWouldWaitGrowsByAWaiterAndByNothingElse() {
        byte[] take = DequeOperations.take(DEQUE, true, DequeOperations.FOREVER);
        byte[] offer = DequeOperations.offer(DEQUE, true, SHORT);
        partition.openFor(take);
        assertThat(partition.state.growth(take)).isEqualTo(Waiters.WAITER_BYTES);
        assertThat(partition.state.addsOnlyWaiter(take)).isTrue();
        assertThat(partition.state.addsOnlyWaiter(offer)).isFalse();
        partition.write(offer);
        assertThat(partition.state.growth(take)).isZero();
    }

    @Test
    void sessionsAndWhatTheyKeepTakeMemoryUntilTheyEnd() {
        PartitionDriver plain = PartitionDriver.plain();
        assertThat(plain.state.sessionBytes()).isZero();
        NodeId session = new NodeId(1, 2);
        long opening = plain.open(session);
        for (long i = 1; i < 100; i++) {
            plain.open(new NodeId(3, i));
        }
        assertThat(plain.state.sessionBytes()).isEqualTo(100 * SessionTable.SESSION_BYTES);
        for (int number = 1; number <= 50; number++) {
            plain.log(session, opening, number, 1, PartitionOperations.cancelRequest(number));
        }
        assertThat(plain.state.sessionBytes()).isEqualTo(100 * SessionTable.SESSION_BYTES + 50 * Session.OUTCOME_BYTES);
        plain.log(session, opening, 51, 51, PartitionOperations.closeSession());
        assertThat(plain.state.sessionBytes()).isEqualTo(99 * SessionTable.SESSION_BYTES);
        assertThat(plain.state.bytes()).isZero();
    }

    @Test
    void aSessionIsIdleUnlessSomethingOfItWaitsOrItMayHoldALock() {
        NodeId unused = new NodeId(1, 1);
        NodeId writer = new NodeId(1, 2);
        NodeId taker = new NodeId(1, 3);
        partition.open(unused);
        long opening = partition.open(writer);
        partition.openFor(DequeOperations.take(DEQUE, true, 1_000_000));
        partition.log(writer, opening, 1, 1, DequeOperations.poll(DEQUE, true));
        partition.log(taker, partition.open(taker), 1, 1, DequeOperations.take(DEQUE, true, 1_000_000));
        // The driver opens collections in a session of its own.
        assertThat(partition.state.idleSessions(Long.MAX_VALUE, 100)).hasSize(3);
        assertThat(partition.state.silentSessions(Long.MAX_VALUE, 100)).hasSize(4);
        partition.openFor(LockOperations.lock(
                CollectionRef.named(CollectionType.LOCK, new Incarnation(0, 9)), new LockToken(1, 1), 1_000, 0));
        assertThat(partition.state.idleSessions(Long.MAX_VALUE, 100)).hasSize(1);
    }

    private void assertGrowth(byte[] write, int sign) {
        byte[] next = MapOperations.delete(MAP, new byte[] {77, 77});
        partition.openFor(next);
        partition.openFor(write);
        long expected = partition.state.growth(write);
        long before = partition.state.bytes();
        partition.write(write);
        // The next request lets the result of this one go.
        partition.write(next);
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
        byte[] put = MapOperations.put(MAP, KEY, SHORT, 0);
        assertThat(partition.log(session, opening, 1, 1, put)).containsExactly(refused);
        assertThat(partition.state.size()).isZero();

        Completion applied = partition.log(session, opening, 2, 1, put).get(0);
        assertThat(applied.status()).isEqualTo(ResponseStatus.OK);
        assertThat(partition.log(session, opening, 2, 1, refuse)).containsExactly(applied);
        assertThat(partition.state.size()).isEqualTo(1);
    }
}
