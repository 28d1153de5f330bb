package io.kith.collections.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VecStateTest {
    private static final CollectionRef ID = PartitionDriver.vec(77);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(VecStateTest::bytes).toList();
    }

    private static String optional(PartitionDriver partition, byte[] operation) {
        return text(Results.optionalBytes(partition.result(operation)));
    }

    private static List<String> values(Random random) {
        List<String> values = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            values.add("v" + random.nextInt(50));
        }
        return values;
    }

    private static List<SequenceItem> all(PartitionDriver partition, Random random) {
        List<SequenceItem> items = new ArrayList<>();
        ItemId last = null;
        SequencePage page;
        do {
            page = VecOperations.page(partition.result(
                    VecOperations.pageBeside(ID, last, false, 1 + random.nextInt(30), 1 + random.nextInt(200))));
            assertThat(page.firstIndex()).isEqualTo(items.size());
            items.addAll(page.items());
            last = items.isEmpty() ? null : items.get(items.size() - 1).id();
        } while (page.more());
        return items;
    }

    private static List<String> texts(List<SequenceItem> items) {
        return items.stream().map(item -> text(item.value())).toList();
    }

    @Property(tries = 100)
    void aVecDoesWhatAnArrayListDoes(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        List<String> model = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            if (random.nextBoolean()) {
                one(partition, model, random);
            } else {
                many(partition, model, random);
            }
            assertThat(Results.number(partition.result(VecOperations.size(ID)))).isEqualTo(model.size());
        }
        assertThat(texts(all(partition, random))).isEqualTo(model);
        SequencePage backward = VecOperations.page(
                partition.result(VecOperations.pageBeside(ID, null, true, Integer.MAX_VALUE, 1 << 20)));
        List<String> reversed = new ArrayList<>(texts(backward.items()));
        Collections.reverse(reversed);
        assertThat(reversed).isEqualTo(model);
        int from = random.nextInt(model.size() + 1);
        int to = random.nextInt(model.size() + 10);
        SequencePage range = VecOperations.page(partition.result(VecOperations.pageAt(ID, from, to, 10, 1000)));
        int end = Math.max(from, Math.min(to, model.size()));
        assertThat(texts(range.items())).isEqualTo(model.subList(from, Math.min(end, from + 10)));
        assertThat(range.more()).isEqualTo(end > from + 10);
    }

    private static void one(PartitionDriver partition, List<String> model, Random random) {
        int size = model.size();
        int index = random.nextInt(size + 1);
        boolean inRange = index < size;
        String value = "v" + random.nextInt(50);
        switch (random.nextInt(9)) {
            case 0 ->
                assertThat(optional(partition, VecOperations.get(ID, index)))
                        .isEqualTo(inRange ? model.get(index) : null);
            case 1 ->
                assertThat(optional(partition, VecOperations.set(ID, index, bytes(value))))
                        .isEqualTo(inRange ? model.set(index, value) : null);
            case 2 -> {
                assertThat(Results.bool(partition.result(VecOperations.insert(ID, index, bytes(value)))))
                        .isTrue();
                model.add(index, value);
            }
            case 3 -> {
                assertThat(Results.number(partition.result(VecOperations.add(ID, bytes(value)))))
                        .isEqualTo(size);
                model.add(value);
            }
            case 4 ->
                assertThat(optional(partition, VecOperations.remove(ID, index)))
                        .isEqualTo(inRange ? model.remove(index) : null);
            case 5 -> {
                String removed = optional(partition, VecOperations.swapRemove(ID, index));
                assertThat(removed).isEqualTo(inRange ? model.get(index) : null);
                if (inRange) {
                    Collections.swap(model, index, size - 1);
                    model.remove(size - 1);
                }
            }
            case 6 -> {
                boolean last = random.nextBoolean();
                int found = last ? model.lastIndexOf(value) : model.indexOf(value);
                assertThat(VecOperations.index(partition.result(
                                VecOperations.removeValue(ID, bytes(value), 0, Integer.MAX_VALUE, last))))
                        .isEqualTo(found);
                if (found >= 0) {
                    model.remove(found);
                }
            }
            case 7 -> {
                int to = index + random.nextInt(size + 1);
                List<String> range = model.subList(index, Math.min(to, size));
                int first = range.indexOf(value);
                int last = range.lastIndexOf(value);
                assertThat(VecOperations.index(partition.result(VecOperations.indexOf(ID, bytes(value), index, to))))
                        .isEqualTo(first < 0 ? -1 : index + first);
                assertThat(VecOperations.index(
                                partition.result(VecOperations.lastIndexOf(ID, bytes(value), index, to))))
                        .isEqualTo(last < 0 ? -1 : index + last);
            }
            default -> {
                String expected = inRange && random.nextBoolean() ? model.get(index) : "v1";
                boolean equal = inRange && model.get(index).equals(expected);
                assertThat(Results.bool(partition.result(
                                VecOperations.compareAndSet(ID, index, bytes(expected), bytes(value)))))
                        .isEqualTo(equal);
                if (equal) {
                    model.set(index, value);
                }
            }
        }
    }

    private static void many(PartitionDriver partition, List<String> model, Random random) {
        int size = model.size();
        int from = random.nextInt(size + 1);
        int to = Math.min(size, from + random.nextInt(12));
        List<String> values = values(random);
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                assertThat(Results.number(partition.result(VecOperations.addAll(ID, bytes(values)))))
                        .isEqualTo(size);
                model.addAll(values);
            }
            case 2, 3 -> {
                assertThat(Results.bool(partition.result(VecOperations.insertAll(ID, from, bytes(values)))))
                        .isTrue();
                model.addAll(from, values);
            }
            case 4 -> {
                assertThat(Results.number(partition.result(VecOperations.removeRange(ID, from, to))))
                        .isEqualTo(to - from);
                model.subList(from, to).clear();
            }
            case 5 -> {
                List<byte[]> drained =
                        VecOperations.values(partition.result(VecOperations.drain(ID, from, to, 1 << 20)));
                List<String> range = model.subList(from, to);
                assertThat(drained.stream().map(VecStateTest::text)).containsExactlyElementsOf(range);
                range.clear();
            }
            case 6 -> {
                int newSize = Math.max(0, size - random.nextInt(5));
                assertThat(Results.number(partition.result(VecOperations.truncate(ID, newSize))))
                        .isEqualTo(size - newSize);
                model.subList(newSize, size).clear();
            }
            case 7 -> {
                boolean fits = from + values.size() <= size;
                assertThat(Results.bool(partition.result(VecOperations.replaceRange(ID, from, -1, bytes(values)))))
                        .isEqualTo(fits);
                for (int i = 0; fits && i < values.size(); i++) {
                    model.set(from + i, values.get(i));
                }
            }
            default -> {
                List<String> range = model.subList(from, to);
                List<String> before = List.copyOf(range);
                List<Integer> order =
                        new ArrayList<>(IntStream.range(0, to - from).boxed().toList());
                Collections.shuffle(order, random);
                for (int i = 0; i < order.size(); i++) {
                    range.set(i, before.get(order.get(i)));
                }
                int[] permutation = order.stream().mapToInt(Integer::intValue).toArray();
                assertThat(Results.bool(partition.result(VecOperations.permute(ID, from, -1, permutation))))
                        .isTrue();
            }
        }
    }

    @Property(tries = 100)
    void pagesHaveEachElementPresentThroughoutExactlyOnceWhileOthersComeAndGo(
            @ForAll long seed, @ForAll boolean backward) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        int count = 1 + random.nextInt(100);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add("stays" + i);
        }
        partition.result(VecOperations.addAll(ID, bytes(expected)));
        Set<String> seen = new LinkedHashSet<>();
        ItemId last = null;
        SequencePage page;
        do {
            page = VecOperations.page(
                    partition.result(VecOperations.pageBeside(ID, last, backward, 1 + random.nextInt(10), 500)));
            assertThat(page.lost()).isFalse();
            for (SequenceItem item : page.items()) {
                String text = text(item.value());
                assertThat(text.startsWith("stays") && !seen.add(text)).isFalse();
                last = item.id();
            }
            shake(partition, random);
        } while (page.more());
        if (backward) {
            Collections.reverse(expected);
        }
        assertThat(seen).containsExactlyElementsOf(expected);
    }

    /** Inserts elements, in runs and nested, and removes such, among them those that cursors name. */
    private static void shake(PartitionDriver partition, Random random) {
        List<SequenceItem> items = all(partition, random);
        int index = random.nextInt(items.size() + 1);
        boolean nested = random.nextBoolean();
        for (int i = random.nextInt(60); i > 0; i--) {
            partition.result(VecOperations.insert(ID, index, bytes("goes" + i)));
            index += nested ? i % 2 : 1;
        }
        for (SequenceItem item : all(partition, random)) {
            if (text(item.value()).startsWith("goes") && random.nextInt(3) != 0) {
                assertThat(optional(partition, VecOperations.removeItem(ID, item.id())))
                        .isEqualTo(text(item.value()));
                assertThat(optional(partition, VecOperations.removeItem(ID, item.id())))
                        .isNull();
            }
        }
    }

    @Example
    void labelsLastForTheUsualPatternsOfInsertion() {
        for (int pattern = 0; pattern < 5; pattern++) {
            ItemSequence items = new ItemSequence();
            Random random = new Random(pattern);
            for (int i = 0; i < 20_000; i++) {
                int size = items.size();
                int index = switch (pattern) {
                    case 0 -> size;
                    case 1 -> 0;
                    case 2 -> size / 2;
                    case 3 -> Math.max(0, size - 1);
                    default -> random.nextInt(size + 1);
                };
                items.insert(index, Results.NO_BYTES);
            }
            assertThat(items.epoch()).as("renumberings in pattern " + pattern).isLessThan(15);
        }
    }

    @Property(tries = 20)
    void idsNameTheirElementsAcrossRenumberings(@ForAll long seed) {
        Random random = new Random(seed);
        ItemSequence items = new ItemSequence();
        List<ItemId> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add(new ItemId(0, items.insert(i, new byte[] {(byte) i})));
        }
        // Always into the smallest gap: the worst that can happen.
        while (items.epoch() < 5) {
            int best = 1;
            for (int i = 1; i < items.size(); i++) {
                if (items.tree().label(i) - items.tree().label(i - 1)
                        < items.tree().label(best) - items.tree().label(best - 1)) {
                    best = i;
                }
            }
            items.insert(best, new byte[] {-1});
        }
        int gone = random.nextInt(100);
        items.remove(items.indexOf(ids.get(gone)));
        for (int i = 0; i < 100; i++) {
            int index = items.indexOf(ids.get(i));
            assertThat(index >= 0).isEqualTo(i != gone);
            if (i != gone) {
                assertThat(items.get(index)).containsExactly(i);
            }
        }
        int before = gone == 0 ? 0 : items.indexOf(ids.get(gone - 1)) + 1;
        int behind = gone == 99 ? items.size() : items.indexOf(ids.get(gone + 1));
        assertThat(items.placeOf(ids.get(gone), true)).isBetween(before, behind);
        assertThat(items.placeOf(ids.get(gone), false)).isEqualTo(items.placeOf(ids.get(gone), true));
    }

    @Example
    void whatDependsOnAVersionIsNotDoneOnAnother() {
        PartitionDriver partition = new PartitionDriver();
        partition.result(VecOperations.addAll(ID, bytes(List.of("b", "a"))));
        long version = VecOperations.page(partition.result(VecOperations.pageAt(ID, 0, 2, 2, 100)))
                .version();
        assertThat(Results.bool(partition.result(VecOperations.permute(ID, 0, version, new int[] {1, 0}))))
                .isTrue();
        assertThat(Results.bool(partition.result(VecOperations.permute(ID, 0, version, new int[] {1, 0}))))
                .isFalse();
        assertThat(Results.bool(partition.result(VecOperations.replaceRange(ID, 0, version, bytes(List.of("x"))))))
                .isFalse();
        assertThat(optional(partition, VecOperations.get(ID, 0))).isEqualTo("a");
    }

    @Example
    void elementsAreChangedAndInsertedByTheirIds() {
        PartitionDriver partition = new PartitionDriver();
        partition.result(VecOperations.addAll(ID, bytes(List.of("a", "b", "c"))));
        List<SequenceItem> items = all(partition, new Random(1));
        ItemId b = items.get(1).id();
        assertThat(optional(partition, VecOperations.setItem(ID, b, bytes("B"))))
                .isEqualTo("b");
        ItemId before = VecOperations.item(partition.result(VecOperations.insertBeside(ID, b, true, bytes("1"))));
        VecOperations.item(partition.result(VecOperations.insertBeside(ID, b, false, bytes("2"))));
        partition.result(VecOperations.removeItem(ID, b));
        partition.result(VecOperations.insertBeside(ID, b, false, bytes("3")));
        assertThat(texts(all(partition, new Random(1)))).containsExactly("a", "1", "3", "2", "c");
        assertThat(Results.number(partition.result(VecOperations.removeItems(
                        ID, List.of(before, b, items.get(2).id())))))
                .isEqualTo(2);
        assertThat(texts(all(partition, new Random(1)))).containsExactly("a", "3", "2");
    }

    @Example
    void aVecIsNoMapAndNoDeque() {
        PartitionDriver partition = new PartitionDriver();
        partition.result(VecOperations.add(ID, bytes("a")));
        CollectionRef map = CollectionRef.named(CollectionType.HASH_MAP, ID.incarnation());
        CollectionRef deque = CollectionRef.named(CollectionType.VEC_DEQUE, ID.incarnation());
        assertThat(partition
                        .write(MapOperations.put(map, bytes("k"), bytes("v"), 0))
                        .status())
                .isEqualTo(ResponseStatus.WRONG_TYPE);
        assertThat(partition.state.read(DequeOperations.size(deque)).status()).isEqualTo(ResponseStatus.WRONG_TYPE);
    }
}
