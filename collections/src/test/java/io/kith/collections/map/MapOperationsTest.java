package io.kith.collections.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapOperationsTest {
    private static final CollectionRef ID = CollectionRef.named(
                    CollectionType.HASH_MAP, new Incarnation(0x1122334455667788L, 0x99L))
            .openedAs(300);
    private static final String ID_HEX = "ac02";
    private static final byte[] KEY = {0x6B};
    private static final byte[] VALUE = {0x76, 0x77};

    private static void assertBytes(byte[] operation, String hex) {
        assertThat(HexFormat.of().formatHex(operation)).isEqualTo(hex);
        assertThat(new OperationHead().parse(operation).opening()).isEqualTo(300);
    }

    @Test
    void theBytesOfEachReadAreFixed() {
        assertBytes(MapOperations.get(ID, KEY), "0101" + ID_HEX + "016b");
        assertBytes(MapOperations.getEntry(ID, KEY), "0102" + ID_HEX + "016b");
        assertBytes(MapOperations.containsKey(ID, KEY), "0103" + ID_HEX + "016b");
        assertBytes(MapOperations.getAll(ID, List.of(KEY, VALUE)), "0104" + ID_HEX + "02016b027677");
        assertBytes(MapOperations.containsKeys(ID, List.of(KEY)), "0105" + ID_HEX + "01016b");
        assertBytes(MapOperations.containsValue(ID, VALUE), "0106" + ID_HEX + "7677");
        assertBytes(MapOperations.size(ID), "0107" + ID_HEX);
        assertBytes(MapOperations.page(ID, null, 100, 300, false), "0108" + ID_HEX + "64ac020000");
        assertBytes(MapOperations.page(ID, KEY, 100, 300, true), "0108" + ID_HEX + "64ac0201016b");
    }

    @Test
    void theBytesOfEachWriteAreFixed() {
        assertBytes(MapOperations.put(ID, KEY, VALUE, 0), "0181" + ID_HEX + "016b007677");
        assertBytes(MapOperations.set(ID, KEY, VALUE, 300), "0182" + ID_HEX + "016bac027677");
        assertBytes(MapOperations.putIfAbsent(ID, KEY, VALUE, 0), "0183" + ID_HEX + "016b007677");
        assertBytes(MapOperations.remove(ID, KEY), "0184" + ID_HEX + "016b");
        assertBytes(MapOperations.delete(ID, KEY), "0185" + ID_HEX + "016b");
        assertBytes(MapOperations.removeIfEquals(ID, KEY, VALUE), "0186" + ID_HEX + "016b7677");
        assertBytes(MapOperations.replace(ID, KEY, VALUE, 0), "0187" + ID_HEX + "016b007677");
        assertBytes(MapOperations.replaceIfEquals(ID, KEY, KEY, VALUE, 0), "0188" + ID_HEX + "016b00016b7677");
        assertBytes(MapOperations.compareAndSet(ID, KEY, null, VALUE, 0), "0189" + ID_HEX + "016b00027677");
        assertBytes(MapOperations.compareAndSet(ID, KEY, KEY, null, 0), "0189" + ID_HEX + "016b0001016b");
        assertBytes(MapOperations.putAll(ID, List.of(new MapEntry(KEY, VALUE)), 0), "018a" + ID_HEX + "0001016b027677");
        assertBytes(MapOperations.removeAll(ID, List.of(KEY)), "018b" + ID_HEX + "01016b");
        assertBytes(MapOperations.clear(ID), "018c" + ID_HEX);
        byte[] entry = EntryFormat.make(KEY, 0, 1, VALUE, 0, 2, 300);
        assertBytes(new EntryDue(300, entry).command(1), "018d" + ID_HEX + "016bac02");
    }

    @Test
    void readsAndWritesAreToldApartByTheirFirstByte() {
        assertThat(Operations.isRead(MapOperations.get(ID, KEY))).isTrue();
        assertThat(Operations.isRead(MapOperations.page(ID, null, 1, 1, true))).isTrue();
        assertThat(Operations.isRead(MapOperations.put(ID, KEY, VALUE, 0))).isFalse();
        assertThat(Operations.isRead(MapOperations.clear(ID))).isFalse();
        assertThat(Operations.isRead(PartitionOperations.openSession())).isFalse();
    }

    @Test
    void aNegativeTimeToLiveIsRefused() {
        assertThatThrownBy(() -> MapOperations.put(ID, KEY, VALUE, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }
}
