package io.kith.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.counter.CounterOperations;
import io.kith.collections.kind.OperationCheck;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OperationsTest {
    private static final CollectionRef ID =
            PartitionDriver.map(0x1122334455667788L).openedAs(300);
    private static final CollectionRef VEC = PartitionDriver.vec(2);
    private static final CollectionRef DEQUE = PartitionDriver.deque(3).openedAs(1);
    private static final CollectionRef COUNTER =
            CollectionRef.named(CollectionType.COUNTER, new Incarnation(0, 4)).openedAs(5);
    private static final CollectionRef LOCK =
            CollectionRef.named(CollectionType.LOCK, new Incarnation(0, 5)).openedAs(128);
    private static final LockToken TOKEN = new LockToken(7, 9);
    private static final byte[] K = {0x6B};
    private static final byte[] V = {0x76, 0x77};
    private static final ItemId ITEM = new ItemId(2, -3);

    private static List<byte[]> vecOperations() {
        return List.of(
                VecOperations.get(VEC, 300),
                VecOperations.size(VEC),
                VecOperations.indexOf(VEC, V, 1, 2),
                VecOperations.pageAt(VEC, 1, 2, 3, 4),
                VecOperations.pageBeside(VEC, ITEM, true, 3, 4),
                VecOperations.set(VEC, 1, V),
                VecOperations.add(VEC, V),
                VecOperations.insert(VEC, 1, V),
                VecOperations.remove(VEC, 1),
                VecOperations.removeValue(VEC, V, 1, 2, true),
                VecOperations.addAll(VEC, List.of(K, V)),
                VecOperations.insertAll(VEC, 1, List.of(V)),
                VecOperations.removeRange(VEC, 1, 2),
                VecOperations.drain(VEC, 1, 2, 3),
                VecOperations.swapRemove(VEC, 1),
                VecOperations.truncate(VEC, 1),
                VecOperations.replaceRange(VEC, 1, -1, List.of(V)),
                VecOperations.permute(VEC, 1, 7, new int[] {1, 0}),
                VecOperations.clear(VEC),
                VecOperations.setItem(VEC, ITEM, V),
                VecOperations.removeItem(VEC, ITEM),
                VecOperations.removeItems(VEC, List.of(ITEM)),
                VecOperations.insertBeside(VEC, ITEM, true, V),
                VecOperations.compareAndSet(VEC, 1, K, V));
    }

    private static List<byte[]> dequeOperations() {
        return List.of(
                DequeOperations.get(DEQUE, 1),
                DequeOperations.size(DEQUE),
                DequeOperations.indexOf(DEQUE, V),
                DequeOperations.pageAt(DEQUE, 1, 2, 3, 4),
                DequeOperations.pageBeside(DEQUE, null, false, 3, 4),
                DequeOperations.peek(DEQUE, true),
                DequeOperations.capacity(DEQUE),
                DequeOperations.offer(DEQUE, true, V),
                DequeOperations.poll(DEQUE, false),
                DequeOperations.offerAll(DEQUE, false, List.of(V)),
                DequeOperations.pollAll(DEQUE, true, 1, 2),
                DequeOperations.put(DEQUE, true, V, DequeOperations.FOREVER),
                DequeOperations.take(DEQUE, true, 5),
                DequeOperations.removeOccurrence(DEQUE, true, V),
                DequeOperations.removeItem(DEQUE, ITEM),
                DequeOperations.removeItems(DEQUE, List.of(ITEM)),
                DequeOperations.clear(DEQUE),
                DequeOperations.setCapacity(DEQUE, 5),
                DequeOperations.reserve(DEQUE, true, 6, 7),
                DequeOperations.acknowledge(DEQUE, 5),
                DequeOperations.release(DEQUE, 5),
                DequeOperations.extend(DEQUE, 5, 6));
    }

    private static List<byte[]> counterAndLockOperations() {
        return List.of(
                CounterOperations.get(COUNTER),
                CounterOperations.add(COUNTER, 1),
                CounterOperations.getAndSet(COUNTER, -1),
                CounterOperations.compareAndSet(COUNTER, 1, 2),
                LockOperations.state(LOCK),
                LockOperations.lock(LOCK, TOKEN, 300, LockOperations.FOREVER),
                LockOperations.tryLock(LOCK, TOKEN, 0),
                LockOperations.unlock(LOCK, TOKEN),
                LockOperations.extend(LOCK, TOKEN, 300));
    }

    private static List<byte[]> partitionOperations() {
        return List.of(
                PartitionOperations.openSession(),
                PartitionOperations.closeSession(),
                PartitionOperations.expireSession(new NodeId(1, 2), 300),
                PartitionOperations.cancelRequest(300),
                PartitionOperations.refuse("no"),
                PartitionOperations.openCollection(
                        new Incarnation(1, 2), CollectionType.VEC_DEQUE, "ab", new CollectionOptions(300, 7)),
                PartitionOperations.openCollection(
                        Incarnation.REGISTRY, CollectionType.HASH_MAP, "", CollectionOptions.NONE),
                PartitionOperations.destroyCollection(new Incarnation(1, 2)),
                PartitionOperations.setOptions(300, new CollectionOptions(5, 0)),
                PartitionOperations.forgetDestroyed(300),
                PartitionOperations.strikeOut(300));
    }

    private static List<byte[]> otherOperations() {
        return List.of(
                MapOperations.get(ID, K),
                MapOperations.getEntry(ID, K),
                MapOperations.containsKey(ID, K),
                MapOperations.getAll(ID, List.of(K, V)),
                MapOperations.containsKeys(ID, List.of(K, V)),
                MapOperations.containsValue(ID, V),
                MapOperations.size(ID),
                MapOperations.page(ID, K, 5, 6, true),
                MapOperations.page(ID, null, 5, 6, true),
                MapOperations.put(ID, K, V, 1),
                MapOperations.set(ID, K, V, 1),
                MapOperations.putIfAbsent(ID, K, V, 1),
                MapOperations.remove(ID, K),
                MapOperations.delete(ID, K),
                MapOperations.removeIfEquals(ID, K, V),
                MapOperations.replace(ID, K, V, 1),
                MapOperations.replaceIfEquals(ID, K, V, V, 1),
                MapOperations.compareAndSet(ID, K, V, null, 1),
                MapOperations.compareAndSet(ID, K, null, V, 1),
                MapOperations.putAll(ID, List.of(new MapEntry(K, V)), 1),
                MapOperations.removeAll(ID, List.of(K, V)),
                MapOperations.clear(ID),
                PartitionOperations.openCollection(
                        ID.incarnation(), CollectionType.HASH_MAP, "ab", new CollectionOptions(300, 7)),
                PartitionOperations.destroyCollection(ID.incarnation()));
    }

    private static List<byte[]> all() {
        List<byte[]> all = new ArrayList<>(vecOperations());
        all.addAll(dequeOperations());
        all.addAll(otherOperations());
        all.addAll(counterAndLockOperations());
        return all;
    }

    private static String hex(String head, List<byte[]> operations) {
        StringBuilder text = new StringBuilder();
        for (byte[] operation : operations) {
            String hex = HexFormat.of().formatHex(operation);
            assertThat(hex.substring(0, 2) + hex.substring(4)).startsWith(head);
            text.append((hex.substring(2, 4) + " " + hex.substring(head.length() + 2)).strip())
                    .append('\n');
        }
        return text.toString();
    }

    @Example
    void theBytesOfVecOperationsAreFixed() {
        assertThat(hex("030000000000000000000000000000000002", vecOperations())).isEqualTo("""
                01 ac02
                02
                03 0102007677
                04 01020304
                05 030401010205
                81 017677
                82 7677
                83 017677
                84 01
                85 0102017677
                86 0002016b027677
                87 0101027677
                88 0102
                89 010203
                8a 01
                8b 01
                8c 010001027677
                8d 0108020100
                8e
                8f 02057677
                90 0205
                91 010205
                92 0205017677
                93 01016b7677
                """);
    }

    @Example
    void theBytesOfDequeOperationsAreFixed() {
        assertThat(hex("0401", dequeOperations())).isEqualTo("""
                01 01
                02
                03 00ffffffff07007677
                04 01020304
                05 03040000
                06 01
                07
                81 017677
                82 00
                83 0001027677
                84 010102
                85 01007677
                86 0106
                87 017677
                88 0205
                89 010205
                8a
                8b 05
                8c 010608
                8d 05
                8e 05
                8f 0506
                """);
    }

    @Example
    void theBytesOfCounterAndLockOperationsAreFixed() {
        assertThat(bare(counterAndLockOperations())).isEqualTo("""
                050105
                0581050000000000000001
                058205ffffffffffffffff
                05830500000000000000010000000000000002
                06018001
                0681800100000000000000070000000000000009ac0200
                068280010000000000000007000000000000000900
                0683800100000000000000070000000000000009
                0685800100000000000000070000000000000009ac02
                """);
    }

    @Example
    void theBytesOfPartitionsOwnOperationsAreFixed() {
        assertThat(bare(partitionOperations())).isEqualTo("""
                0081
                0082
                008300000000000000010000000000000002ac02
                0084ac02
                00856e6f
                008600000000000000010000000000000002040261620201ac020207
                008600000000000000000000000000000001010000
                008700000000000000010000000000000002
                0088ac02010105
                0089ac02
                008aac02
                """);
    }

    private static String bare(List<byte[]> operations) {
        StringBuilder text = new StringBuilder();
        operations.forEach(
                operation -> text.append(HexFormat.of().formatHex(operation)).append('\n'));
        return text.toString();
    }

    @Example
    void whatClientsSendIsNotRefused() {
        for (byte[] operation : all()) {
            assertThat(new OperationCheck(Kinds.all()).check(operation, Operations.isRead(operation), 2))
                    .as(HexFormat.of().formatHex(operation))
                    .isNull();
        }
        assertThat(new OperationCheck(Kinds.all()).check(PartitionOperations.cancelRequest(5), false, 0))
                .isNull();
        assertThat(new OperationCheck(Kinds.all()).check(PartitionOperations.closeSession(), false, 0))
                .isNull();
    }

    @Example
    void keysAndValuesThatAreTooLongAreRefused() {
        byte[] longer = new byte[17];
        for (byte[] operation : List.of(
                MapOperations.put(ID, K, longer, 0),
                MapOperations.put(ID, longer, V, 0),
                MapOperations.get(ID, longer),
                MapOperations.compareAndSet(ID, K, longer, null, 0),
                MapOperations.compareAndSet(ID, K, null, longer, 0),
                MapOperations.replaceIfEquals(ID, K, V, longer, 0),
                MapOperations.putAll(ID, List.of(new MapEntry(K, longer)), 0),
                VecOperations.add(VEC, longer),
                VecOperations.addAll(VEC, List.of(longer)),
                VecOperations.setItem(VEC, ITEM, longer),
                DequeOperations.put(DEQUE, true, longer, 0),
                DequeOperations.offerAll(DEQUE, true, List.of(V, longer)))) {
            ResponseValue refusal = new OperationCheck(Kinds.all()).check(operation, Operations.isRead(operation), 16);
            assertThat(refusal).isNotNull();
            assertThat(refusal.status()).isEqualTo(ResponseStatus.TOO_LARGE);
            assertThat(Results.message(refusal.payload())).contains("17 bytes").contains("16 bytes");
            assertThat(new OperationCheck(Kinds.all()).check(operation, Operations.isRead(operation), 17))
                    .isNull();
        }
    }

    @Example
    void anOperationOfManyShortElementsIsBoundedToo() {
        byte[] element = new byte[1_000];
        byte[] batch = MapOperations.putAll(ID, Collections.nCopies(1_000, new MapEntry(element, element)), 0);
        assertThat(new OperationCheck(Kinds.all()).check(batch, false, 1_024)).isNull();
        byte[] more = MapOperations.putAll(ID, Collections.nCopies(1_100, new MapEntry(element, element)), 0);
        ResponseValue refusal = new OperationCheck(Kinds.all()).check(more, false, 1_024);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(ResponseStatus.TOO_LARGE);
        assertThat(Results.message(refusal.payload()))
                .contains("an operation of " + more.length + " bytes")
                .contains(Integer.toString((2 << 20) + 3 * 1_024));
        assertThat(new OperationCheck(Kinds.all())
                        .check(MapOperations.replaceIfEquals(ID, element, element, element, 0), false, 1_024))
                .isNull();
    }

    @Example
    void anOperationHasNoMoreElementsThanAreWorkedThroughInATurn() {
        for (int count : new int[] {Operations.MOST_ELEMENTS, Operations.MOST_ELEMENTS + 1}) {
            for (byte[] operation : List.of(
                    MapOperations.putAll(ID, Collections.nCopies(count, new MapEntry(K, V)), 0),
                    MapOperations.getAll(ID, Collections.nCopies(count, K)),
                    MapOperations.removeAll(ID, Collections.nCopies(count, K)),
                    VecOperations.addAll(VEC, Collections.nCopies(count, V)),
                    VecOperations.removeItems(VEC, Collections.nCopies(count, ITEM)),
                    DequeOperations.offerAll(DEQUE, true, Collections.nCopies(count, V)))) {
                ResponseValue refusal =
                        new OperationCheck(Kinds.all()).check(operation, Operations.isRead(operation), 100);
                if (count == Operations.MOST_ELEMENTS) {
                    assertThat(refusal).isNull();
                } else {
                    assertThat(refusal).isNotNull();
                    assertThat(refusal.status()).isEqualTo(ResponseStatus.TOO_LARGE);
                    assertThat(Results.message(refusal.payload())).contains("4097 elements");
                }
            }
        }
    }

    @Example
    void whatOnlyPrimariesMayLogAndWhatIsOfTheOtherKindIsRefused() {
        for (byte[] operation : List.of(
                HexFormat.of().parseHex("018dac02016b05"),
                HexFormat.of().parseHex("0490010506"),
                HexFormat.of().parseHex("03940105000005007677"),
                HexFormat.of().parseHex("0491010500007677"),
                PartitionOperations.expireSession(PartitionDriver.SESSION, 5),
                PartitionOperations.openSession(),
                MapOperations.get(ID, K),
                new byte[0],
                PartitionOperations.setOptions(1, CollectionOptions.NONE),
                PartitionOperations.forgetDestroyed(300),
                PartitionOperations.strikeOut(300),
                new byte[] {9, (byte) 0xFF, 0, 0},
                new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 0})) {
            assertThat(new OperationCheck(Kinds.all())
                            .check(operation, false, 100)
                            .status())
                    .isEqualTo(ResponseStatus.BAD_REQUEST);
        }
        assertThat(new OperationCheck(Kinds.all())
                        .check(MapOperations.clear(ID), true, 100)
                        .status())
                .isEqualTo(ResponseStatus.BAD_REQUEST);
    }

    @Property(tries = 300)
    void brokenOperationsAreRefusedAndChangeNothing(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        List<byte[]> all = all();
        byte[] whole = all.get(random.nextInt(all.size()));
        byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 3));
        for (int i = random.nextInt(3); i > 0 && broken.length > 0; i--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        boolean refused =
                broken.length < 2 || new OperationCheck(Kinds.all()).check(broken, broken[1] >= 0, 1000) != null;
        partition.write(MapOperations.set(ID, K, V, 0));
        ResponseStatus read = partition.state.read(broken).status();
        List<Completion> written = partition.log(PartitionDriver.SESSION, 1, 2, 2, broken);
        if (!refused && broken[1] >= 0) {
            assertThat(read).isIn(ResponseStatus.OK, ResponseStatus.COLLECTION_UNKNOWN, ResponseStatus.WRONG_TYPE);
        }
        for (Completion completion : written) {
            if (!refused && broken[1] < 0 && completion.status() == ResponseStatus.BAD_REQUEST) {
                assertThat(Operations.code(broken))
                        .as("only what depends on the state or on its other arguments is refused later")
                        .isIn(0x84, 0x8D);
            }
        }
    }

    @Property(tries = 200)
    void numbersOfAllSizesAreReadAsTheyWereWritten(@ForAll long number) {
        byte[] bytes = new PayloadWriter(0)
                .writeVarLong(number)
                .writeSignedVarLong(number)
                .writeFixedLong(number)
                .toBytes();
        PayloadReader in = new PayloadReader(bytes);
        assertThat(in.readVarLong()).isEqualTo(number);
        assertThat(in.position()).isEqualTo(PayloadWriter.varLongSize(number));
        assertThat(in.readSignedVarLong()).isEqualTo(number);
        assertThat(in.readFixedLong()).isEqualTo(number);
        in.expectEnd();
        if (number >= 0) {
            assertThat(Results.number(Results.ofNumber(number))).isEqualTo(number);
        }
    }
}
