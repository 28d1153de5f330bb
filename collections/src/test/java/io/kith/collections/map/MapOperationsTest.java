package io.kith.collections.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.Operations;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapOperationsTest {
    private static final long ID = 0x1122334455667788L;
    private static final String ID_HEX = "1122334455667788";
    private static final byte[] KEY = {0x6B};
    private static final byte[] VALUE = {0x76, 0x77};

    private static void assertBytes(byte[] operation, String hex) {
        assertThat(HexFormat.of().formatHex(operation)).isEqualTo(hex);
        assertThat(Operations.collectionId(operation)).isEqualTo(ID);
    }

    @Test
    void theBytesOfEachReadAreFixed() {
        assertBytes(MapOperations.get(ID, KEY), "01" + ID_HEX + "016b");
        assertBytes(MapOperations.getEntry(ID, KEY), "02" + ID_HEX + "016b");
        assertBytes(MapOperations.containsKey(ID, KEY), "03" + ID_HEX + "016b");
        assertBytes(MapOperations.getAll(ID, List.of(KEY, VALUE)), "04" + ID_HEX + "02016b027677");
        assertBytes(MapOperations.containsKeys(ID, List.of(KEY)), "05" + ID_HEX + "01016b");
        assertBytes(MapOperations.containsValue(ID, VALUE), "06" + ID_HEX + "7677");
        assertBytes(MapOperations.size(ID), "07" + ID_HEX);
        assertBytes(MapOperations.page(ID, null, 100, 300, false), "08" + ID_HEX + "64ac020000");
        assertBytes(MapOperations.page(ID, KEY, 100, 300, true), "08" + ID_HEX + "64ac0201016b");
    }

    @Test
    void theBytesOfEachWriteAreFixed() {
        assertBytes(MapOperations.put(ID, KEY, VALUE, 0), "81" + ID_HEX + "016b007677");
        assertBytes(MapOperations.set(ID, KEY, VALUE, 300), "82" + ID_HEX + "016bac027677");
        assertBytes(MapOperations.putIfAbsent(ID, KEY, VALUE, 0), "83" + ID_HEX + "016b007677");
        assertBytes(MapOperations.remove(ID, KEY), "84" + ID_HEX + "016b");
        assertBytes(MapOperations.delete(ID, KEY), "85" + ID_HEX + "016b");
        assertBytes(MapOperations.removeIfEquals(ID, KEY, VALUE), "86" + ID_HEX + "016b7677");
        assertBytes(MapOperations.replace(ID, KEY, VALUE, 0), "87" + ID_HEX + "016b007677");
        assertBytes(MapOperations.replaceIfEquals(ID, KEY, KEY, VALUE, 0), "88" + ID_HEX + "016b00016b7677");
        assertBytes(MapOperations.compareAndSet(ID, KEY, null, VALUE, 0), "89" + ID_HEX + "016b00027677");
        assertBytes(MapOperations.compareAndSet(ID, KEY, KEY, null, 0), "89" + ID_HEX + "016b0001016b");
        assertBytes(MapOperations.putAll(ID, List.of(new MapEntry(KEY, VALUE)), 0), "8a" + ID_HEX + "0001016b027677");
        assertBytes(MapOperations.removeAll(ID, List.of(KEY)), "8b" + ID_HEX + "01016b");
        assertBytes(MapOperations.clear(ID), "8c" + ID_HEX);
        byte[] entry = EntryFormat.make(KEY, 0, 1, VALUE, 0, 2, 300);
        assertBytes(new EntryDue(ID, entry).command(), "8d" + ID_HEX + "016bac02");
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
