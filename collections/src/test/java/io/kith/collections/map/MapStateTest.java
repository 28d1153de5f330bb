package io.kith.collections.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class MapStateTest {
    private static final CollectionRef ID = PartitionDriver.map(PartitionHash.collectionId("words"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String value(Random random) {
        return "v".repeat(random.nextInt(4)) + random.nextInt(3);
    }

    @Property(tries = 60)
    void aMapDoesWhatAHashMapDoes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int keys) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        Map<String, String> model = new HashMap<>();
        for (int step = 0; step < 600; step++) {
            String key = "key" + random.nextInt(keys);
            // Grow in some stretches and shrink in others, so that the table is rebuilt both ways.
            boolean growing = step % 300 < 200;
            int choice = random.nextInt(growing ? 12 : 20);
            step(partition, model, random, key, choice);
            assertThat(Results.number(partition.result(MapOperations.size(ID)))).isEqualTo(model.size());
        }
        assertThat(entries(partition, random)).isEqualTo(new TreeMap<>(model));
        partition.result(MapOperations.clear(ID));
        assertThat(partition.state.collections().get(0).bytes()).isZero();
        PartitionDriver fresh = new PartitionDriver();
        fresh.result(MapOperations.clear(ID));
        assertThat(partition.state.size()).isZero();
    }

    private static void step(
            PartitionDriver partition, Map<String, String> model, Random random, String key, int choice) {
        byte[] keyBytes = bytes(key);
        String value = value(random);
        String other = random.nextBoolean() ? value(random) : model.getOrDefault(key, value(random));
        switch (choice) {
            case 0, 1, 2 ->
                assertThat(text(Results.optionalBytes(
                                partition.result(MapOperations.put(ID, keyBytes, bytes(value), 0)))))
                        .isEqualTo(model.put(key, value));
            case 3 -> {
                assertThat(partition.result(MapOperations.set(ID, keyBytes, bytes(value), 0)))
                        .isEmpty();
                model.put(key, value);
            }
            case 4 ->
                assertThat(text(Results.optionalBytes(
                                partition.result(MapOperations.putIfAbsent(ID, keyBytes, bytes(value), 0)))))
                        .isEqualTo(model.putIfAbsent(key, value));
            case 5 ->
                assertThat(text(Results.optionalBytes(
                                partition.result(MapOperations.replace(ID, keyBytes, bytes(value), 0)))))
                        .isEqualTo(model.replace(key, value));
            case 6 ->
                assertThat(Results.bool(partition.result(
                                MapOperations.replaceIfEquals(ID, keyBytes, bytes(other), bytes(value), 0))))
                        .isEqualTo(model.replace(key, other, value));
            case 7 -> compareAndSet(partition, model, random, key, other, value);
            case 8 -> putAll(partition, model, random);
            case 9 -> {
                List<String> keys = List.of(key, "key0", "none");
                assertThat(MapOperations.values(partition.result(MapOperations.getAll(
                                        ID,
                                        keys.stream().map(MapStateTest::bytes).toList())))
                                .stream()
                                .map(MapStateTest::text))
                        .containsExactlyElementsOf(keys.stream().map(model::get).toList());
                assertThat(MapOperations.presence(partition.result(MapOperations.containsKeys(
                                ID, keys.stream().map(MapStateTest::bytes).toList()))))
                        .containsExactly(model.containsKey(key), model.containsKey("key0"), false);
            }
            case 10 ->
                assertThat(text(Results.optionalBytes(partition.result(MapOperations.get(ID, keyBytes)))))
                        .isEqualTo(model.get(key));
            case 11 ->
                assertThat(Results.bool(partition.result(MapOperations.containsValue(ID, bytes(value)))))
                        .isEqualTo(model.containsValue(value));
            case 12, 13, 14 ->
                assertThat(text(Results.optionalBytes(partition.result(MapOperations.remove(ID, keyBytes)))))
                        .isEqualTo(model.remove(key));
            case 15, 16 ->
                assertThat(Results.bool(partition.result(MapOperations.delete(ID, keyBytes))))
                        .isEqualTo(model.remove(key) != null);
            case 17 ->
                assertThat(Results.bool(partition.result(MapOperations.removeIfEquals(ID, keyBytes, bytes(other)))))
                        .isEqualTo(model.remove(key, other));
            case 18 -> {
                List<byte[]> keys = List.of(keyBytes, bytes("key1"), bytes("key2"));
                int before = model.size();
                model.keySet().removeAll(List.of(key, "key1", "key2"));
                assertThat(Results.number(partition.result(MapOperations.removeAll(ID, keys))))
                        .isEqualTo(before - model.size());
            }
            default ->
                assertThat(Results.bool(partition.result(MapOperations.containsKey(ID, keyBytes))))
                        .isEqualTo(model.containsKey(key));
        }
    }

    private static void compareAndSet(
            PartitionDriver partition,
            Map<String, String> model,
            Random random,
            String key,
            String other,
            String value) {
        String expected = random.nextInt(3) == 0 ? null : other;
        String replacement = random.nextInt(3) == 0 ? null : value;
        CompareAndSetResult result = MapOperations.compareAndSetResult(partition.result(MapOperations.compareAndSet(
                ID,
                bytes(key),
                expected == null ? null : bytes(expected),
                replacement == null ? null : bytes(replacement),
                0)));
        String current = model.get(key);
        boolean applied = Objects.equals(current, expected);
        assertThat(result.applied()).isEqualTo(applied);
        if (applied) {
            model.compute(key, (unused, old) -> replacement);
        } else {
            assertThat(text(result.current())).isEqualTo(current);
        }
    }

    private static void putAll(PartitionDriver partition, Map<String, String> model, Random random) {
        List<MapEntry> entries = new ArrayList<>();
        int before = model.size();
        for (int i = random.nextInt(10); i >= 0; i--) {
            String key = "key" + random.nextInt(300);
            String value = value(random);
            entries.add(new MapEntry(bytes(key), bytes(value)));
            model.put(key, value);
        }
        assertThat(Results.number(partition.result(MapOperations.putAll(ID, entries, 0))))
                .isEqualTo(model.size() - before);
    }

    private static Map<String, String> entries(PartitionDriver partition, Random random) {
        Map<String, String> entries = new TreeMap<>();
        byte[] cursor = null;
        MapPage page;
        do {
            page = MapOperations.page(partition.result(
                    MapOperations.page(ID, cursor, 1 + random.nextInt(20), 1 + random.nextInt(100), false)));
            for (MapEntry entry : page.entries()) {
                assertThat(entries.put(text(entry.key()), text(entry.value()))).isNull();
                cursor = entry.key();
            }
        } while (page.more());
        return entries;
    }

    @Property(tries = 25)
    void pagesHaveEachKeyPresentThroughoutExactlyOnceWhileOthersComeAndGo(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        Set<String> throughout = new LinkedHashSet<>();
        for (int i = random.nextInt(200); i >= 0; i--) {
            throughout.add("stays" + i);
            partition.result(SetOperations.add(ID, bytes("stays" + i), 0));
        }
        Set<String> seen = new LinkedHashSet<>();
        byte[] cursor = null;
        MapPage page;
        do {
            page = MapOperations.page(partition.result(SetOperations.page(ID, cursor, 1 + random.nextInt(20), 1000)));
            for (MapEntry entry : page.entries()) {
                assertThat(seen.add(text(entry.key()))).isTrue();
                cursor = entry.key();
            }
            boolean grow = random.nextBoolean();
            for (int i = random.nextInt(300); i > 0; i--) {
                byte[] key = bytes("comes and goes " + random.nextInt(1000));
                partition.result(grow ? SetOperations.add(ID, key, 0) : SetOperations.remove(ID, key));
            }
        } while (page.more());
        assertThat(seen).containsAll(throughout);
    }

    @Property(tries = 50)
    void theDigestIsThatOfTheContentsHoweverTheyCameAbout(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver one = new PartitionDriver();
        PartitionDriver other = new PartitionDriver();
        Map<String, String> contents = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            String key = "key" + random.nextInt(40);
            if (random.nextInt(3) == 0) {
                contents.remove(key);
                one.own(MapOperations.delete(ID, bytes(key)));
            } else {
                contents.put(key, "v" + i);
                one.own(MapOperations.set(ID, bytes(key), bytes("v" + i), 0));
            }
        }
        contents.forEach((key, value) -> other.own(MapOperations.set(ID, bytes(key), bytes(value), 0)));
        assertThat(other.state.digest()).isEqualTo(one.state.digest());
        assertThat(other.state.bytes()).isEqualTo(one.state.bytes());
        other.own(MapOperations.set(ID, bytes("one more"), bytes("v"), 0));
        assertThat(other.state.digest()).isNotEqualTo(one.state.digest());
    }
}
