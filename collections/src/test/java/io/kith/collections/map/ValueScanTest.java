package io.kith.collections.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Looking for values in maps that change meanwhile. */
class ValueScanTest {
    private static final byte[] VALUE = {1, 2, 3};
    private static final byte[] OTHER = {4};

    private MapState map = new MapState(5, new ExpiryQueue());

    private void put(int key, byte[] value) {
        byte[] k = {(byte) (key >> 8), (byte) key};
        byte[] entry = EntryFormat.make(k, 0, 2, value, 0, value.length, 0);
        long order = map.orderOf(k, 0, 2);
        map.putAt(map.table().find(order, k, 0, 2), order, entry);
    }

    private void remove(int key) {
        byte[] k = {(byte) (key >> 8), (byte) key};
        int slot = map.table().find(map.orderOf(k, 0, 2), k, 0, 2);
        if (slot >= 0) {
            map.removeAt(slot);
        }
    }

    /** The keys in the order in which a scan comes by. */
    private List<Integer> inOrder() {
        List<Integer> keys = new ArrayList<>();
        OrderedTable table = map.table();
        for (int slot = table.nextOccupied(0); slot < table.slots(); slot = table.nextOccupied(slot + 1)) {
            byte[] entry = table.at(slot);
            int at = EntryFormat.keyOffset(entry);
            keys.add(((entry[at] & 0xFF) << 8) | (entry[at + 1] & 0xFF));
        }
        return keys;
    }

    @Property(tries = 300)
    void a_scan_answers_what_was_so_at_one_moment_while_it_went_on(@ForAll long seed) {
        Random random = new Random(seed);
        map = new MapState(5, new ExpiryQueue());
        TreeMap<Integer, byte[]> model = new TreeMap<>();
        int keys = 1 + random.nextInt(60);
        for (int round = 0; round < 30; round++) {
            LongRead scan = map.scan(VALUE, 1 + random.nextInt(4));
            boolean everThere = false;
            boolean everAbsent = false;
            byte[] result = null;
            while (result == null) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    boolean there = model.containsValue(VALUE);
                    everThere |= there;
                    everAbsent |= !there;
                    int key = random.nextInt(keys);
                    int dice = random.nextInt(40);
                    if (dice == 0) {
                        map.clear();
                        model.clear();
                    } else if (dice < 12) {
                        remove(key);
                        model.remove(key);
                    } else {
                        byte[] value = dice < 15 ? VALUE : OTHER;
                        put(key, value);
                        model.put(key, value);
                    }
                }
                boolean there = model.containsValue(VALUE);
                everThere |= there;
                everAbsent |= !there;
                result = scan.next();
            }
            assertThat(Results.bool(result) ? everThere : everAbsent).isTrue();
        }
    }

    @Example
    void a_value_that_goes_from_before_a_scan_to_behind_it_is_found() {
        for (int key = 0; key < 100; key++) {
            put(key, OTHER);
        }
        List<Integer> order = inOrder();
        put(order.get(90), VALUE);
        LongRead scan = map.scan(VALUE, 10);
        for (int slice = 0; slice < 5; slice++) {
            assertThat(scan.next()).isNull();
        }
        put(order.get(3), VALUE);
        remove(order.get(90));
        byte[] result = scan.next();
        assertThat(result).as("the map has had it all the time").isEqualTo(Results.TRUE);
    }

    @Example
    void no_slice_looks_at_more_entries_than_it_may_and_all_are_looked_at() {
        for (int key = 0; key < 1_000; key++) {
            put(key, OTHER);
        }
        LongRead scan = map.scan(VALUE, 10);
        int slices = 1;
        while (scan.next() == null) {
            slices++;
            // The table is built anew, smaller.
            remove(slices);
        }
        assertThat(slices).isBetween(90, 100);
    }

    @Example
    void who_looks_in_a_map_that_is_destroyed_is_told_so() {
        for (int key = 0; key < 100; key++) {
            put(key, OTHER);
        }
        LongRead scan = map.scan(VALUE, 10);
        assertThat(scan.next()).isNull();
        map.destroy((request, status, payload) -> {});
        assertThatThrownBy(scan::next)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(ResponseStatus.COLLECTION_DESTROYED));
    }

    @Example
    void a_map_remembers_no_scan_that_has_ended() {
        for (int key = 0; key < 100; key++) {
            put(key, OTHER);
        }
        LongRead ended = map.scan(VALUE, 60);
        LongRead abandoned = map.scan(VALUE, 10);
        LongRead other = map.scan(OTHER, 10);
        assertThat(map.isScanned()).isTrue();
        assertThat(other.next()).isEqualTo(Results.TRUE);
        assertThat(ended.next()).isNull();
        assertThat(ended.next()).isEqualTo(Results.FALSE);
        abandoned.abandon();
        assertThat(map.isScanned()).isFalse();
    }
}
