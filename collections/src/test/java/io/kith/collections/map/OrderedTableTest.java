package io.kith.collections.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.CursorOrder;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrderedTableTest {
    private static final long COLLECTION = 77;
    private static final int KEYS = 400;

    private final OrderedTable table = new OrderedTable(COLLECTION);
    private final TreeMap<byte[], byte[]> expected =
            new TreeMap<>(Comparator.comparingLong((byte[] key) -> order(key) + Long.MIN_VALUE)
                    .thenComparing(Arrays::compareUnsigned));
    private final Random random = new Random(5);

    private static long order(byte[] key) {
        return CursorOrder.of(COLLECTION, key, 0, key.length);
    }

    private static byte[] key(int number) {
        return Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private byte[] entry(byte[] key, int valueLength) {
        byte[] value = new byte[valueLength];
        random.nextBytes(value);
        return EntryFormat.make(key, 0, key.length, value, 0, value.length, 0);
    }

    private void put(byte[] key, byte[] entry) {
        int found = table.find(order(key), key, 0, key.length);
        byte[] before = expected.put(key, entry);
        if (found >= 0) {
            assertThat(table.replace(found, entry)).isEqualTo(before);
        } else {
            assertThat(before).isNull();
            table.insert(found, order(key), entry);
        }
    }

    private void remove(byte[] key) {
        int found = table.find(order(key), key, 0, key.length);
        byte[] before = expected.remove(key);
        assertThat(found >= 0).isEqualTo(before != null);
        if (found >= 0) {
            assertThat(table.remove(found)).isEqualTo(before);
        }
    }

    private void assertHoldsWhatIsExpected() {
        List<byte[]> held = new ArrayList<>();
        for (int slot = table.nextOccupied(0); slot < table.slots(); slot = table.nextOccupied(slot + 1)) {
            byte[] entry = table.at(slot);
            assertThat(table.lengthAt(slot)).isEqualTo(entry.length);
            int value = EntryFormat.valueOffset(entry);
            assertThat(table.presentValueAt(slot)).isEqualTo(Results.ofPresent(entry, value, entry.length - value));
            held.add(entry);
        }
        assertThat(held).containsExactlyElementsOf(expected.values());
        assertThat(table.size()).isEqualTo(expected.size());
    }

    @Test
    void holdsEntriesOfAllLengthsInOrderWhateverIsReplacedAndRemoved() {
        for (int round = 0; round < 20; round++) {
            int removals = 1 + round % 4;
            for (int step = 0; step < 2_000; step++) {
                byte[] key = key(random.nextInt(KEYS));
                if (random.nextInt(5) < removals) {
                    remove(key);
                } else {
                    int length = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(200);
                    put(key, entry(key, length));
                }
            }
            assertHoldsWhatIsExpected();
        }
        new ArrayList<>(expected.keySet()).forEach(this::remove);
        assertHoldsWhatIsExpected();
    }

    @Test
    void entriesThatAreReplacedByLongerAndShorterOnesTakeNoMoreAndMorePages() {
        EntrySlab slab = new EntrySlab();
        int[] addresses = new int[100];
        byte[] entry = new byte[150];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = slab.add(entry, 0, 100);
        }
        int highestPage = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < addresses.length; i++) {
                int page = EntrySlab.pageOf(addresses[i]);
                slab.free(addresses[i]);
                addresses[i] = slab.add(entry, 0, 50 + (round + i) % 100);
                highestPage = Math.max(highestPage, EntrySlab.pageOf(addresses[i]));
                assertThat(slab.length(addresses[i])).isEqualTo(50 + (round + i) % 100);
                assertThat(page).isPositive();
            }
        }
        // All of a page is freed within two rounds, and then it is used again.
        assertThat(highestPage).isLessThan(10);
    }

    @Test
    void howeverManyEntriesATableHasItsSlotsAreASeventhMoreAtMostAndAFew() {
        int most = 5_000;
        for (int i = 0; i < most; i++) {
            byte[] key = key(i);
            put(key, entry(key, 1));
            if (table.size() >= 200) {
                assertThat(table.slots()).isBetween(table.size(), table.size() + table.size() / 7 + 32);
            }
        }
    }

    @Test
    void howeverManyEntriesASlabHasItsPagesAreATenthMoreAtMostAtATimeAndATwentiethOnTheWhole() {
        EntrySlab slab = new EntrySlab();
        byte[] entry = new byte[121];
        long takenBytes = 0;
        long usedBytes = 0;
        int[] pageBytes = new int[200];
        int pagesSum = 0;
        for (int count = 1; count <= 5_000; count++) {
            int address = slab.add(entry, 0, entry.length);
            int page = EntrySlab.pageOf(address);
            pagesSum += slab.page(address).length - pageBytes[page];
            pageBytes[page] = slab.page(address).length;
            if (count >= 500) {
                int used = count * (entry.length + 1);
                assertThat(pagesSum).isBetween(used, used + used / 10);
                takenBytes += pagesSum;
                usedBytes += used;
            }
        }
        assertThat(takenBytes).isLessThan(usedBytes + usedBytes / 20);
    }
}
