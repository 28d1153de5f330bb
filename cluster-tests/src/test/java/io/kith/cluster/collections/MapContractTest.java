package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What {@code ConcurrentHashMap} and {@code HashSet} promise beyond what the conformance suites ask. */
@Timeout(180)
// Nulls, wrong types and the collection itself are passed to see what happens.
@SuppressWarnings({
    "NullAway",
    "CollectionIncompatibleType",
    "CollectionToArraySafeParameter",
    "EqualsIncompatibleType",
    "ModifyingCollectionWithItself"
})
class MapContractTest {
    private static LocalCluster cluster;
    private static Kith kith;

    private RemoteHashMap<Integer, String> map;
    private RemoteHashSet<Integer> set;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.of(3, 8);
        kith = cluster.client();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        map = kith.hashMap("map of " + test.getDisplayName());
        set = kith.hashSet("set of " + test.getDisplayName());
        map.putAll(Map.of(1, "A", 2, "B", 3, "C", 4, "D", 5, "E"));
        set.addAll(List.of(1, 2, 3, 4, 5));
    }

    @Test
    void nullsAreRefusedWhereverOneCouldGetIn() {
        assertThatNullPointerException().isThrownBy(() -> map.get(null));
        assertThatNullPointerException().isThrownBy(() -> map.getOrDefault(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> map.containsKey(null));
        assertThatNullPointerException().isThrownBy(() -> map.containsValue(null));
        assertThatNullPointerException().isThrownBy(() -> map.put(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> map.put(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.putIfAbsent(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> map.putIfAbsent(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.replace(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> map.replace(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.replace(null, "x", "y"));
        assertThatNullPointerException().isThrownBy(() -> map.replace(1, null, "y"));
        assertThatNullPointerException().isThrownBy(() -> map.replace(1, "x", null));
        assertThatNullPointerException().isThrownBy(() -> map.remove(null));
        assertThatNullPointerException().isThrownBy(() -> map.remove(null, "x"));
        assertThat(map.remove(1, null)).isFalse();
        assertThatNullPointerException().isThrownBy(() -> map.putAll(null));
        assertThatNullPointerException().isThrownBy(() -> map.compute(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.compute(null, (key, value) -> "x"));
        assertThatNullPointerException().isThrownBy(() -> map.computeIfAbsent(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.computeIfAbsent(null, key -> "x"));
        assertThatNullPointerException().isThrownBy(() -> map.computeIfPresent(1, null));
        assertThatNullPointerException().isThrownBy(() -> map.computeIfPresent(null, (key, value) -> "x"));
        assertThatNullPointerException().isThrownBy(() -> map.merge(null, "x", (one, other) -> "y"));
        assertThatNullPointerException().isThrownBy(() -> map.merge(1, null, (one, other) -> "y"));
        assertThatNullPointerException().isThrownBy(() -> map.merge(1, "x", null));
        assertThatNullPointerException().isThrownBy(() -> map.forEach(null));
        assertThatNullPointerException().isThrownBy(() -> map.replaceAll(null));
        assertThatNullPointerException().isThrownBy(() -> map.replaceAll((key, value) -> null));
        assertThatNullPointerException().isThrownBy(() -> set.add(null));
        assertThatNullPointerException().isThrownBy(() -> set.addAll(null));
        assertThatNullPointerException().isThrownBy(() -> set.containsAll(null));
        for (Collection<?> each : List.of(set, map.keySet(), map.values(), map.entrySet())) {
            assertThatNullPointerException().isThrownBy(() -> each.toArray((Object[]) null));
            assertThatNullPointerException().isThrownBy(() -> each.removeIf(null));
            assertThatNullPointerException().isThrownBy(() -> each.removeAll(null));
            assertThatNullPointerException().isThrownBy(() -> each.retainAll(null));
            assertThatNullPointerException().isThrownBy(() -> each.forEach(null));
            assertThatNullPointerException().isThrownBy(() -> each.iterator().forEachRemaining(null));
            assertThatNullPointerException().isThrownBy(() -> each.spliterator().tryAdvance(null));
            assertThatNullPointerException().isThrownBy(() -> each.spliterator().forEachRemaining(null));
        }
        assertThat(map).hasSize(5);
    }

    @Test
    void equalityHashAndTextAreThoseOfItsEntries() {
        Map<Integer, String> model = new HashMap<>(map);
        assertThat(map).isEqualTo(model).hasSameHashCodeAs(model);
        assertThat(model).isEqualTo(map);
        assertThat(map.keySet()).isEqualTo(model.keySet()).hasSameHashCodeAs(model.keySet());
        assertThat(map.entrySet()).isEqualTo(model.entrySet()).hasSameHashCodeAs(model.entrySet());
        assertThat(set).isEqualTo(Set.of(1, 2, 3, 4, 5)).hasSameHashCodeAs(Set.of(1, 2, 3, 4, 5));
        assertThat(map.toString()).startsWith("{").endsWith("}").contains("1=A", "5=E");
        assertThat(set.toString()).startsWith("[").endsWith("]").contains("1", "5");
        map.put(1, "other");
        assertThat(map).isNotEqualTo(model);
        assertThat(model).isNotEqualTo(map);
    }

    @Test
    void arraysAreFilledAsTheInterfacesSay() {
        assertThat(set.toArray()).hasSize(5).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(set.toArray(new Integer[0])).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        Integer[] larger = {9, 9, 9, 9, 9, 9, 9};
        assertThat(set.toArray(larger)).isSameAs(larger);
        assertThat(larger[5]).isNull();
        assertThat(larger[6]).isEqualTo(9);
        assertThat(set.toArray(Integer[]::new)).hasSize(5);
        assertThatThrownBy(() -> set.toArray(new String[0])).isInstanceOf(ArrayStoreException.class);
        assertThat(map.values().toArray(new String[5])).containsExactlyInAnyOrder("A", "B", "C", "D", "E");
    }

    @Test
    void iteratorsRemoveOnceForEachNext() {
        for (Collection<?> each : List.of(set, map.keySet(), map.values(), map.entrySet())) {
            Iterator<?> iterator = each.iterator();
            assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
            int before = each.size();
            iterator.next();
            iterator.remove();
            assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
            assertThat(each).hasSize(before - 1);
            iterator.forEachRemaining(element -> {});
            iterator.remove();
            assertThat(each).hasSize(before - 2);
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
            map.putAll(Map.of(1, "A", 2, "B", 3, "C", 4, "D", 5, "E"));
        }
    }

    @Test
    void settingAnEntrysValueSetsTheMaps() {
        for (Map.Entry<Integer, String> entry : map.entrySet()) {
            assertThat(entry.setValue(entry.getValue() + "!"))
                    .isEqualTo(map.get(entry.getKey()).replace("!", ""));
            assertThatNullPointerException().isThrownBy(() -> entry.setValue(null));
        }
        assertThat(map).containsEntry(1, "A!").containsEntry(5, "E!");
        assertThat(map.entrySet().contains(new SimpleEntry<>(1, "A!"))).isTrue();
        assertThat(map.entrySet().contains(new SimpleEntry<>(1, "A"))).isFalse();
        assertThat(map.entrySet().remove(new SimpleEntry<>(1, "A"))).isFalse();
        assertThat(map.entrySet().remove(new SimpleEntry<>(1, "A!"))).isTrue();
        assertThat(map.entrySet().remove("no entry")).isFalse();
    }

    @Test
    void functionsThatGiveNullRemoveOrDoNothing() {
        assertThat(map.compute(1, (key, value) -> null)).isNull();
        assertThat(map.computeIfPresent(2, (key, value) -> null)).isNull();
        assertThat(map.merge(3, "x", (one, other) -> null)).isNull();
        assertThat(map.computeIfAbsent(9, key -> null)).isNull();
        assertThat(map.computeIfPresent(9, (key, value) -> "x")).isNull();
        assertThat(map.compute(9, (key, value) -> value)).isNull();
        assertThat(map).containsOnlyKeys(4, 5);
        assertThat(map.computeIfAbsent(4, key -> "other")).isEqualTo("D");
        assertThat(map.merge(8, "x", (one, other) -> one + other)).isEqualTo("x");
        assertThat(map.merge(8, "y", (one, other) -> one + other)).isEqualTo("xy");
        assertThatThrownBy(() -> map.compute(4, (key, value) -> {
                    throw new ArithmeticException("the user's");
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(map).containsEntry(4, "D");
    }

    @Test
    void viewsAreLiveAndRemoveInBulk() {
        Set<Integer> keys = map.keySet();
        Collection<String> values = map.values();
        map.put(6, "A");
        assertThat(keys).contains(6);
        assertThat(values).hasSize(6);
        assertThat(values.remove("A")).isTrue();
        assertThat(values.remove("none")).isFalse();
        assertThat(map).hasSize(5);
        assertThat(keys.removeAll(Set.of(2, 77))).isTrue();
        assertThat(keys.removeAll(Set.of(77))).isFalse();
        assertThat(keys.retainAll(Set.of(3, 4, 5))).isTrue();
        assertThat(values.removeIf("C"::equals)).isTrue();
        assertThat(values.retainAll(List.of("D"))).isTrue();
        assertThat(map).containsOnlyKeys(4);
        assertThatThrownBy(() -> keys.add(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> values.add("x")).isInstanceOf(UnsupportedOperationException.class);
        values.clear();
        assertThat(map.isEmpty()).isTrue();
        assertThat(keys.isEmpty()).isTrue();
    }

    @Test
    void aFilterThatThrowsLeavesTheRest() {
        assertThatThrownBy(() -> set.removeIf(element -> {
                    if (element == 3) {
                        throw new ArithmeticException("the user's");
                    }
                    return false;
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(set).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(set.removeIf(element -> false)).isFalse();
        assertThat(set.removeIf(element -> element > 3)).isTrue();
        assertThat(set).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void streamsDoNotMindWhatOthersChangeMeanwhile() throws Exception {
        for (Collection<?> each : List.of(set, map.keySet(), map.values(), map.entrySet())) {
            assertThat(each.spliterator().hasCharacteristics(Spliterator.SIZED)).isFalse();
            assertThat(each.spliterator().hasCharacteristics(Spliterator.CONCURRENT))
                    .isTrue();
            assertThat(each.stream().count()).isEqualTo(5);
            assertThat(each.parallelStream().collect(Collectors.toList())).hasSize(5);
        }
        set.addAll(IntStream.range(0, 3_000).boxed().toList());
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> removal = other.submit(() -> set.removeIf(element -> element >= 1_000));
            while (!removal.isDone()) {
                List<Integer> seen =
                        set.stream().filter(element -> element < 1_000).toList();
                assertThat(seen).hasSize(1_000).doesNotHaveDuplicates();
            }
            removal.get();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadsOperationsAreDoneAllTheSame() {
        Thread.currentThread().interrupt();
        try {
            assertThat(map.put(1, "interrupted")).isEqualTo("A");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(map.merge(1, "!", String::concat)).isEqualTo("interrupted!");
            assertThat(map.size()).isEqualTo(5);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(map.get(1)).isEqualTo("interrupted!");
    }

    @Test
    void manyThreadsCountExactly() throws Exception {
        RemoteHashMap<String, Integer> counters = kith.hashMap("counters");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> counting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                counting.add(threads.submit(() -> {
                    for (int n = 0; n < 100; n++) {
                        counters.merge("merge", 1, Integer::sum);
                        counters.compute("compute", (key, value) -> value == null ? 1 : value + 1);
                        counters.putIfAbsent("key " + n, n);
                        counters.computeIfAbsent("key", String::length);
                    }
                }));
            }
            for (Future<?> each : counting) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(counters).hasSize(103).containsEntry("merge", 400).containsEntry("compute", 400);
    }

    @Test
    void aDestroyedCollectionsNameIsFreeForEveryClient() {
        Kith other = cluster.client();
        RemoteHashMap<String, String> first = kith.hashMap("reborn");
        first.put("a", "1");
        assertThat(other.<String, String>hashMap("reborn").get("a")).isEqualTo("1");
        first.destroy();
        assertThat(other.<String>vec("reborn").add("x")).isTrue();
        assertThat(kith.<String>vec("reborn")).containsExactly("x");
        assertThat(new HashSet<>(kith.<String>vec("reborn"))).containsExactly("x");
    }

    @Test
    void readsFindWhatWasJustWrittenWhereverTheyGo() {
        RemoteHashMap<Integer, Integer> numbers = kith.hashMap("numbers");
        numbers.putAll(IntStream.range(0, 100).boxed().collect(Collectors.toMap(n -> n, n -> n)));
        Kith primaries = cluster.client(io.kith.client.ClientOptions.defaults().readAtReplicas(false));
        RemoteHashMap<Integer, Integer> elsewhere = primaries.hashMap("numbers");
        for (int i = 0; i < 100; i++) {
            assertThat(numbers.get(i)).isEqualTo(i);
            assertThat(elsewhere.put(i, -i)).isEqualTo(i);
            assertThat(numbers.get(i)).isEqualTo(-i);
        }
    }
}
