package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An expected value, and an element that is looked for, is what {@code equals} says it is. */
class EqualValuesTest {
    static final class Person {
        private final String first;
        private final String last;

        Person(String first, String last) {
            this.first = first;
            this.last = last;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Person that && first.equals(that.first) && last.equals(that.last);
        }

        @Override
        public int hashCode() {
            return first.hashCode();
        }
    }

    private static final List<String> WORDS = List.of("zebra", "b", "apple", "aa");

    private final FakeNode node = new FakeNode(4);
    private final Kith kith = ClientProvider.inProcess(
            node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)).allow(Person.class));

    @AfterEach
    void close() {
        kith.close();
    }

    private static Map<String, Integer> linked(boolean reversed) {
        List<String> words = new ArrayList<>(WORDS);
        if (reversed) {
            Collections.reverse(words);
        }
        Map<String, Integer> map = new LinkedHashMap<>();
        words.forEach(word -> map.put(word, word.length()));
        return map;
    }

    /** Pairs of equal values that are written to different bytes. */
    @SuppressWarnings({"StringOperationCanBeSimplified", "JdkObsolete"
    }) // Two strings, and old lists, are what this is about.
    private static List<List<Object>> pairs() {
        return List.of(
                List.of(linked(false), linked(true)),
                List.of(linked(false), new HashMap<>(linked(false))),
                List.of(new TreeMap<>(linked(false)), linked(true)),
                List.of(new TreeSet<>(WORDS), linked(false).keySet()),
                List.of(new LinkedList<>(WORDS), WORDS),
                List.of(List.of(linked(false)), List.of(linked(true))),
                List.of(new Person("ann", "ann"), new Person(new String("ann"), new String("ann"))),
                List.of(URI.create("http://A/"), URI.create("http://a/")));
    }

    @Test
    void inMaps() throws Exception {
        RemoteHashMap<String, Object> map = kith.hashMap("map");
        for (List<Object> pair : pairs()) {
            Object stored = pair.get(0);
            Object expected = pair.get(1);
            map.put("k", stored);
            assertThat(map.containsValue(expected)).isTrue();
            assertThat(map.values().contains(expected)).isTrue();
            assertThat(map.entrySet().contains(Map.entry("k", expected))).isTrue();
            assertThat(map.remove("k", "other")).isFalse();
            assertThat(map.replace("k", expected, stored)).isTrue();
            assertThat(map.async().replace("k", expected, stored).get()).isTrue();
            assertThat(map.remove("k", expected)).isTrue();
            assertThat(map.remove("k", expected)).isFalse();
            assertThat(map.containsValue(expected)).isFalse();
            map.put("k", stored);
            assertThat(map.async().remove("k", expected).get()).isTrue();
        }
    }

    @Test
    void inListsAndDeques() throws Exception {
        for (List<Object> pair : pairs()) {
            Object stored = pair.get(0);
            Object wanted = pair.get(1);
            RemoteVec<Object> vec = kith.vec("vec");
            vec.addAll(List.of("a", stored, "b", stored));
            assertThat(vec.indexOf(wanted)).isEqualTo(1);
            assertThat(vec.lastIndexOf(wanted)).isEqualTo(3);
            assertThat(vec.subList(2, 4).indexOf(wanted)).isEqualTo(1);
            assertThat(vec.subList(2, 3).contains(wanted)).isFalse();
            assertThat(vec.async().contains(wanted).get()).isTrue();
            assertThat(vec.remove(wanted)).isTrue();
            assertThat(vec).hasSize(3);
            assertThat(vec.get(1)).isEqualTo("b");
            assertThat(vec.subList(0, 2).remove(wanted)).isFalse();
            assertThat(vec.async().removeElement(wanted).get()).isTrue();
            assertThat(vec.remove(wanted)).isFalse();
            vec.clear();

            RemoteVecDeque<Object> deque = kith.vecDeque("deque");
            deque.addAll(List.of(stored, "a", stored));
            assertThat(deque.contains(wanted)).isTrue();
            assertThat(deque.removeLastOccurrence(wanted)).isTrue();
            assertThat(new ArrayList<>(deque)).containsExactly(stored, "a");
            assertThat(deque.removeFirstOccurrence(wanted)).isTrue();
            assertThat(deque.remove(wanted)).isFalse();
            assertThat(deque.contains(wanted)).isFalse();
            deque.clear();
        }
    }

    @Test
    void asKeysAndElementsOfSets() {
        for (List<Object> pair : pairs()) {
            Object other = pair.get(1);
            RemoteHashMap<Object, Integer> map = kith.hashMap("keys");
            map.put(other, 1);
            assertThat(map.get(pair.get(0))).isEqualTo(1);
            assertThat(map.containsKey(pair.get(0))).isTrue();
            assertThat(map.remove(pair.get(0))).isEqualTo(1);
            RemoteHashSet<Object> set = kith.hashSet("elements");
            assertThat(set.add(other)).isTrue();
            assertThat(set.contains(pair.get(0))).isTrue();
            assertThat(set.containsAll(List.of(pair.get(0)))).isTrue();
            assertThat(set.remove(pair.get(0))).isTrue();
        }
    }

    @Test
    void whatIsLookedForInTheClusterIsLookedForThere() {
        RemoteVec<Object> vec = kith.vec("hot");
        for (int i = 0; i < 3_000; i++) {
            vec.add("x" + i);
        }
        int before = node.requests();
        assertThat(vec.contains("y")).isFalse();
        assertThat(vec.remove("y")).isFalse();
        assertThat(node.requests() - before).isEqualTo(2);
    }
}
