package io.kith.collections.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LongRead;
import io.kith.collections.wire.Results;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Looking for values in sequences, at once and in slices. */
class LongSearchTest {
    private static final int LONG = 3 * LongRead.SLICE_ELEMENTS + 5;

    private static byte[] value(Random random, int variety) {
        byte[] value = new byte[random.nextInt(4) * 20];
        Arrays.fill(value, (byte) random.nextInt(variety));
        if (value.length > 40) {
            // Differs where it does not count for the mark.
            value[30] = (byte) random.nextInt(variety);
        }
        return value;
    }

    private static int indexOf(List<byte[]> model, int from, int to, boolean backward, byte[] value) {
        int found = -1;
        for (int i = from; i < to && (found < 0 || backward); i++) {
            if (Arrays.equals(model.get(i), value)) {
                found = i;
            }
        }
        return found;
    }

    private static int find(ItemSequence items, int from, int to, boolean backward, byte[] value) {
        return items.find(from, to, backward, value, 0, value.length);
    }

    /** Changes a sequence and its model in the same way. */
    private static void change(ItemSequence items, List<byte[]> model, Random random, int variety) {
        int size = model.size();
        byte[] value = value(random, variety);
        switch (size == 0 ? 0 : random.nextInt(5)) {
            case 0, 1 -> {
                int index = random.nextInt(size + 1);
                items.insert(index, value);
                model.add(index, value);
            }
            case 2 -> {
                int index = random.nextInt(size);
                items.set(index, value);
                model.set(index, value);
            }
            case 3 -> {
                int index = random.nextInt(size);
                items.remove(index);
                model.remove(index);
            }
            default -> {
                int from = random.nextInt(size);
                int to = Math.min(size, from + random.nextInt(30));
                items.removeRange(from, to);
                model.subList(from, to).clear();
                for (int i = 0; i < 40; i++) {
                    items.insert(from, value);
                    model.add(from, value);
                }
            }
        }
    }

    @Property(tries = 30)
    void a_value_is_found_where_a_list_has_it(@ForAll long seed) {
        Random random = new Random(seed);
        ItemSequence items = new ItemSequence();
        List<byte[]> model = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            change(items, model, random, 3);
            int from = random.nextInt(model.size() + 1);
            int to = from + random.nextInt(model.size() - from + 1);
            boolean backward = random.nextBoolean();
            byte[] value = value(random, 4);
            assertThat(find(items, from, to, backward, value)).isEqualTo(indexOf(model, from, to, backward, value));
        }
    }

    private static long search(LongSearch search, Runnable between, int[] slices) {
        byte[] result = search.next();
        slices[0] = 1;
        while (result == null) {
            between.run();
            result = search.next();
            slices[0]++;
        }
        return Results.number(result) - 1;
    }

    @Example
    void a_search_in_slices_sees_what_was_there_when_it_was_asked_for_whatever_changes_meanwhile() {
        Random random = new Random(1);
        ItemSequence items = new ItemSequence();
        List<byte[]> model = new ArrayList<>();
        for (int i = 0; i < LONG; i++) {
            byte[] value = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
            items.insert(i, value);
            model.add(value);
        }
        int[] slices = new int[1];
        for (int round = 0; round < 12; round++) {
            byte[] value = model.get(random.nextInt(model.size()));
            boolean absent = round % 3 == 0;
            if (absent) {
                value = "none".getBytes(StandardCharsets.US_ASCII);
            }
            boolean backward = random.nextBoolean();
            int from = random.nextInt(100);
            int to = model.size() - random.nextInt(100);
            long expected = indexOf(model, from, to, backward, value);
            ItemNode snapshot = items.snapshot();
            byte[] wanted = value;
            long found = search(
                    new LongSearch(snapshot, from, to, backward, value, LongRead.SLICE_ELEMENTS),
                    () -> {
                        for (int i = 0; i < 50; i++) {
                            change(items, model, random, 3);
                        }
                        int gone = indexOf(model, 0, model.size(), false, wanted);
                        if (gone >= 0) {
                            items.remove(gone);
                            model.remove(gone);
                        }
                    },
                    slices);
            assertThat(found).isEqualTo(expected);
            assertThat(slices[0]).isLessThanOrEqualTo(LONG / LongRead.SLICE_ELEMENTS + 2);
            if (absent) {
                assertThat(slices[0]).isGreaterThan(2);
            }
        }
    }
}
