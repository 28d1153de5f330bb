package io.kith.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
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
    private static final long ID = 0x1122334455667788L;
    private static final byte[] K = {0x6B};
    private static final byte[] V = {0x76, 0x77};
    private static final ItemId ITEM = new ItemId(2, -3);

    private static List<byte[]> vecOperations() {
        return List.of(
                VecOperations.get(ID, 300),
                VecOperations.size(ID),
                VecOperations.indexOf(ID, V, 1, 2),
                VecOperations.pageAt(ID, 1, 2, 3, 4),
                VecOperations.pageBeside(ID, ITEM, true, 3, 4),
                VecOperations.set(ID, 1, V),
                VecOperations.add(ID, V),
                VecOperations.insert(ID, 1, V),
                VecOperations.remove(ID, 1),
                VecOperations.removeValue(ID, V, 1, 2, true),
                VecOperations.addAll(ID, List.of(K, V)),
                VecOperations.insertAll(ID, 1, List.of(V)),
                VecOperations.removeRange(ID, 1, 2),
                VecOperations.drain(ID, 1, 2, 3),
                VecOperations.swapRemove(ID, 1),
                VecOperations.truncate(ID, 1),
                VecOperations.replaceRange(ID, 1, -1, List.of(V)),
                VecOperations.permute(ID, 1, 7, new int[] {1, 0}),
                VecOperations.clear(ID),
                VecOperations.setItem(ID, ITEM, V),
                VecOperations.removeItem(ID, ITEM),
                VecOperations.removeItems(ID, List.of(ITEM)),
                VecOperations.insertBeside(ID, ITEM, true, V),
                VecOperations.compareAndSet(ID, 1, K, V));
    }

    private static List<byte[]> dequeOperations() {
        return List.of(
                DequeOperations.get(ID, 1),
                DequeOperations.size(ID),
                DequeOperations.indexOf(ID, V),
                DequeOperations.pageAt(ID, 1, 2, 3, 4),
                DequeOperations.pageBeside(ID, null, false, 3, 4),
                DequeOperations.peek(ID, true),
                DequeOperations.capacity(ID),
                DequeOperations.offer(ID, true, V),
                DequeOperations.poll(ID, false),
                DequeOperations.offerAll(ID, false, List.of(V)),
                DequeOperations.pollAll(ID, true, 1, 2),
                DequeOperations.put(ID, true, V, DequeOperations.FOREVER),
                DequeOperations.take(ID, true, 5),
                DequeOperations.removeOccurrence(ID, true, V),
                DequeOperations.removeItem(ID, ITEM),
                DequeOperations.removeItems(ID, List.of(ITEM)),
                DequeOperations.clear(ID),
                DequeOperations.setCapacity(ID, 5),
                DequeOperations.reserve(ID, true, 6, 7),
                DequeOperations.acknowledge(ID, 5),
                DequeOperations.release(ID, 5),
                DequeOperations.extend(ID, 5, 6));
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
                PartitionOperations.destroyCollection(ID));
    }

    private static List<byte[]> all() {
        List<byte[]> all = new ArrayList<>(vecOperations());
        all.addAll(dequeOperations());
        all.addAll(otherOperations());
        return all;
    }

    private static String hex(List<byte[]> operations) {
        StringBuilder text = new StringBuilder();
        for (byte[] operation : operations) {
            String hex = HexFormat.of().formatHex(operation);
            assertThat(hex.substring(2, 18)).isEqualTo("1122334455667788");
            text.append((hex.substring(0, 2) + " " + hex.substring(18)).strip()).append('\n');
        }
        return text.toString();
    }

    @Example
    void theBytesOfVecOperationsAreFixed() {
        assertThat(hex(vecOperations())).isEqualTo("""
                21 ac02
                22
                23 0102007677
                24 01020304
                25 030401010205
                a1 017677
                a2 7677
                a3 017677
                a4 01
                a5 0102017677
                a6 0002016b027677
                a7 0101027677
                a8 0102
                a9 010203
                aa 01
                ab 01
                ac 010001027677
                ad 0108020100
                ae
                af 02057677
                b0 0205
                b1 010205
                b2 0205017677
                b3 01016b7677
                """);
    }

    @Example
    void theBytesOfDequeOperationsAreFixed() {
        assertThat(hex(dequeOperations())).isEqualTo("""
                41 01
                42
                43 00ffffffff07007677
                44 01020304
                45 03040000
                46 01
                47
                c1 017677
                c2 00
                c3 0001027677
                c4 010102
                c5 01007677
                c6 0106
                c7 017677
                c8 0205
                c9 010205
                ca
                cb 05
                cc 010608
                cd 05
                ce 05
                cf 0506
                """);
    }

    @Example
    void whatClientsSendIsNotRefused() {
        for (byte[] operation : all()) {
            assertThat(Kinds.all().check(operation, Operations.isRead(operation), 2))
                    .as(HexFormat.of().formatHex(operation))
                    .isNull();
        }
        assertThat(Kinds.all().check(PartitionOperations.cancelRequest(5), false, 0))
                .isNull();
        assertThat(Kinds.all().check(PartitionOperations.closeSession(), false, 0))
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
                VecOperations.add(ID, longer),
                VecOperations.addAll(ID, List.of(longer)),
                VecOperations.setItem(ID, ITEM, longer),
                DequeOperations.put(ID, true, longer, 0),
                DequeOperations.offerAll(ID, true, List.of(V, longer)))) {
            ResponseValue refusal = Kinds.all().check(operation, Operations.isRead(operation), 16);
            assertThat(refusal).isNotNull();
            assertThat(refusal.status()).isEqualTo(ResponseStatus.TOO_LARGE);
            assertThat(Results.message(refusal.payload())).contains("17 bytes").contains("16 bytes");
            assertThat(Kinds.all().check(operation, Operations.isRead(operation), 17))
                    .isNull();
        }
    }

    @Example
    void anOperationOfManyShortElementsIsBoundedToo() {
        byte[] element = new byte[1_000];
        byte[] batch = MapOperations.putAll(ID, Collections.nCopies(1_000, new MapEntry(element, element)), 0);
        assertThat(Kinds.all().check(batch, false, 1_024)).isNull();
        byte[] more = MapOperations.putAll(ID, Collections.nCopies(1_100, new MapEntry(element, element)), 0);
        ResponseValue refusal = Kinds.all().check(more, false, 1_024);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(ResponseStatus.TOO_LARGE);
        assertThat(Results.message(refusal.payload()))
                .contains("an operation of " + more.length + " bytes")
                .contains(Integer.toString((2 << 20) + 3 * 1_024));
        assertThat(Kinds.all().check(MapOperations.replaceIfEquals(ID, element, element, element, 0), false, 1_024))
                .isNull();
    }

    @Example
    void whatOnlyPrimariesMayLogAndWhatIsOfTheOtherKindIsRefused() {
        for (byte[] operation : List.of(
                HexFormat.of().parseHex("8d1122334455667788016b05"),
                HexFormat.of().parseHex("d011223344556677880506"),
                PartitionOperations.expireSession(PartitionDriver.SESSION, 5),
                PartitionOperations.openSession(),
                MapOperations.get(ID, K),
                new byte[0],
                new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0})) {
            assertThat(Kinds.all().check(operation, false, 100).status()).isEqualTo(ResponseStatus.BAD_REQUEST);
        }
        assertThat(Kinds.all().check(MapOperations.clear(ID), true, 100).status())
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
        boolean refused = broken.length == 0 || Kinds.all().check(broken, broken[0] >= 0, 1000) != null;
        partition.write(MapOperations.set(1, K, V, 0));
        ResponseStatus read = partition.state.read(broken).status();
        List<Completion> written = partition.log(PartitionDriver.SESSION, 1, 2, 2, broken);
        if (!refused && broken[0] >= 0) {
            assertThat(read).isEqualTo(ResponseStatus.OK);
        }
        for (Completion completion : written) {
            if (!refused && broken[0] < 0 && completion.status() == ResponseStatus.BAD_REQUEST) {
                assertThat(Operations.opcode(broken))
                        .as("only what depends on the state or on its other arguments is refused later")
                        .isIn(0xE4, 0xAD);
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
