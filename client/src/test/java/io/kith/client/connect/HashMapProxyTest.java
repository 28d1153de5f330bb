package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.AsyncHashMap;
import io.kith.client.ClientOptions;
import io.kith.client.CollectionDestroyedException;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.RemoteHashMap;
import io.kith.client.ValueTooLargeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashMapProxyTest {
    private static final int PARTITIONS = 16;

    private final FakeNode node = new FakeNode(PARTITIONS);
    private final Kith kith =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));

    @AfterEach
    void close() {
        kith.close();
    }

    private RemoteHashMap<String, Long> filled(int size) {
        RemoteHashMap<String, Long> map = kith.hashMap("filled");
        Map<String, Long> entries = new HashMap<>();
        for (int i = 0; i < size; i++) {
            entries.put("key " + i, (long) i);
        }
        map.putAll(entries);
        return map;
    }

    @Test
    void countsWordsAsTheReadmeShows() throws Exception {
        RemoteHashMap<String, Long> words = kith.hashMap("words");
        for (String word : "a rose is a rose is a rose".split(" ", -1)) {
            words.merge(word, 1L, Long::sum);
        }
        assertThat(words).containsOnly(Map.entry("a", 3L), Map.entry("rose", 3L), Map.entry("is", 2L));
        assertThat(words.async().get("rose").toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(3L);
    }

    @Test
    void aMapOpenedTwiceIsTheSameMap() {
        kith.<String, Long>hashMap("same").put("x", 1L);
        assertThat(kith.<String, Long>hashMap("same").get("x")).isEqualTo(1L);
        assertThat(kith.<String, Long>hashMap("other").get("x")).isNull();
        assertThat(kith.hashMap("same").name()).isEqualTo("same");
    }

    @Test
    void aDestroyedMapRefusesAllAndItsNameIsAnotherOnesFromThenOn() {
        RemoteHashMap<String, Long> first = filled(100);
        RemoteHashMap<String, Long> sameMap = kith.hashMap("filled");
        first.destroy();
        for (RemoteHashMap<String, Long> gone : List.of(first, sameMap)) {
            assertThatThrownBy(() -> gone.put("key 1", 1L))
                    .isInstanceOf(CollectionDestroyedException.class)
                    .hasMessageContaining("'filled' was destroyed");
            assertThatThrownBy(() -> gone.get("key 1")).isInstanceOf(CollectionDestroyedException.class);
            assertThatThrownBy(gone::size).isInstanceOf(CollectionDestroyedException.class);
            assertThatThrownBy(() -> gone.forEach((key, value) -> {})).isInstanceOf(CollectionDestroyedException.class);
            assertThat(gone.async().put("key 1", 1L))
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withCauseInstanceOf(CollectionDestroyedException.class);
        }
        RemoteHashMap<String, Long> second = kith.hashMap("filled");
        assertThat(second).isEmpty();
        second.put("key 1", 2L);
        assertThat(second.get("key 1")).isEqualTo(2L);
        first.destroy();
        assertThat(second.get("key 1")).isEqualTo(2L);
    }

    @Test
    void aDestructionThatAnotherClientBeganIsFinishedByWhoOpensTheName() {
        RemoteHashMap<String, Long> first = filled(10);
        node.loseDestructions();
        CompletableFuture<?> begun = first.async().destroy();
        Kith other = ClientProvider.inProcess(node, ClientOptions.defaults());
        await().until(() -> node.lostDestructions() > 0);
        kith.close();
        node.loseNoDestructions();
        RemoteHashMap<String, Long> second = other.hashMap("filled");
        assertThat(second).isEmpty();
        assertThat(begun).isDone();
        other.close();
    }

    @Test
    void iterationSeesEveryEntryOnceAlsoWhenOthersComeAndGo() {
        RemoteHashMap<String, Long> map = filled(5_000);
        Set<String> seen = new HashSet<>();
        int extra = 0;
        for (Map.Entry<String, Long> entry : map.entrySet()) {
            assertThat(seen.add(entry.getKey())).isTrue();
            if (extra < 200) {
                map.put("extra " + extra++, 0L);
            }
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(seen).contains("key " + i);
        }
    }

    @Test
    void iterationHasAtMostSomePagesUnderWayAndFetchesTheNextOnesMeanwhile() {
        RemoteHashMap<String, Long> map = filled(2_000);
        int before = node.requests();
        assertThat(map.keySet()).hasSize(2_000);
        assertThat(node.requests() - before).isLessThan(6 * PARTITIONS);
    }

    @Test
    void viewsAreLive() {
        RemoteHashMap<String, Long> map = filled(100);
        map.keySet().removeIf(key -> key.endsWith("1"));
        map.values().removeIf(value -> value >= 50);
        map.entrySet().removeIf(entry -> entry.getValue() % 2 == 0);
        map.entrySet().forEach(entry -> entry.setValue(entry.getValue() + 1_000));
        Map<String, Long> expected = new TreeMap<>();
        for (long i = 1; i < 50; i += 2) {
            if (i % 10 != 1) {
                expected.put("key " + i, i + 1_000);
            }
        }
        assertThat(map).containsExactlyInAnyOrderEntriesOf(expected);
        map.keySet().retainAll(List.of("key 3", "key 5"));
        assertThat(map.size()).isEqualTo(2);
        Iterator<Long> values = map.values().iterator();
        values.next();
        values.remove();
        assertThatThrownBy(values::remove).isInstanceOf(IllegalStateException.class);
        assertThat(map.size()).isEqualTo(1);
    }

    @Test
    void bulkOperationsTakeARequestAPartition() {
        RemoteHashMap<String, Long> map = filled(1_000);
        int before = node.requests();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2_000; i += 2) {
            keys.add("key " + i);
        }
        Map<String, Long> found = map.getAll(keys);
        assertThat(found).hasSize(500).containsEntry("key 998", 998L);
        assertThat(map.removeAll(keys)).isEqualTo(500);
        assertThat(map.keySet().containsAll(keys)).isFalse();
        assertThat(node.requests() - before).isLessThanOrEqualTo(3 * PARTITIONS);
        assertThat(map.mappingCount()).isEqualTo(500);
        assertThat(map.containsValue(999L)).isTrue();
        assertThat(map.containsValue(998L)).isFalse();
    }

    @Test
    void nothingIsReplacedAfterTheFunctionHasThrown() {
        RemoteHashMap<String, Long> map = filled(50);
        for (int last = 1; last <= 40; last++) {
            int limit = last;
            AtomicInteger calls = new AtomicInteger();

            assertThatThrownBy(() -> map.replaceAll((key, value) -> {
                        if (calls.incrementAndGet() == limit) {
                            throw new IllegalStateException("enough");
                        }
                        return (long) -limit;
                    }))
                    .hasMessage("enough");

            List<Long> atOnce = List.copyOf(map.values());
            kith.hashMap("another").put("after", "all that was under way");
            assertThat(map.values()).containsExactlyElementsOf(atOnce);
        }
    }

    @Test
    void replaceAllAndComputeAreAtomicReplacements() {
        RemoteHashMap<String, Long> map = filled(500);
        map.replaceAll((key, value) -> value * 2);
        assertThat(map.get("key 21")).isEqualTo(42L);
        assertThat(map.compute("key 21", (key, value) -> value == null ? 0 : value + 1))
                .isEqualTo(43L);
        assertThat(map.compute("key 21", (key, value) -> null)).isNull();
        assertThat(map.containsKey("key 21")).isFalse();
        assertThat(map.computeIfAbsent("key 21", key -> 7L)).isEqualTo(7L);
    }

    @Test
    void entriesVanishWhenTheirTimeIsOver() {
        RemoteHashMap<String, String> map = kith.hashMap("expiring");
        map.put("short", "a", Duration.ofSeconds(1));
        map.put("long", "b", Duration.ofMinutes(1));
        map.put("made lasting", "c", Duration.ofSeconds(1));
        map.put("made lasting", "d");
        assertThat(map.putIfAbsent("short", "x", Duration.ofMinutes(1))).isEqualTo("a");
        node.passMillis(1_500);
        assertThat(map).containsOnlyKeys("long", "made lasting");
        node.passMillis(60_000);
        assertThat(map).containsOnlyKeys("made lasting");
        assertThatThrownBy(() -> map.put("k", "v", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nullsAreRefusedAsInAConcurrentHashMap() {
        RemoteHashMap<String, Long> map = kith.hashMap("nulls");
        assertThatThrownBy(() -> map.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.put("k", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.put(null, 1L)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.containsValue(null)).isInstanceOf(NullPointerException.class);
        assertThat(map.remove("k", null)).isFalse();
    }

    @Test
    void asynchronousOperationsDoTheSame() throws Exception {
        AsyncHashMap<String, Long> map = kith.<String, Long>hashMap("async").async();
        List<CompletableFuture<Long>> merges = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            merges.add(map.merge("k" + i % 7, 1L, Long::sum));
        }
        for (CompletableFuture<Long> merge : merges) {
            assertThat(merge.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(map.size().get(60, TimeUnit.SECONDS)).isEqualTo(7);
        map.replaceAll((key, value) -> value + 1).get(60, TimeUnit.SECONDS);
        Map<String, Long> seen = new HashMap<>();
        map.forEach(seen::put).get(60, TimeUnit.SECONDS);
        assertThat(seen).hasSize(7);
        assertThat(seen.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2_107);
        assertThat(map.get("k0").thenCompose(value -> map.put("copy", value)).get(60, TimeUnit.SECONDS))
                .isNull();
        assertThat(map.remove("copy").get(60, TimeUnit.SECONDS)).isEqualTo(301L);
    }

    @Test
    void waitingOnTheClientsOwnEventLoopIsAnErrorNotADeadlock() {
        RemoteHashMap<String, Long> map = kith.hashMap("loop");
        node.hold();
        CompletableFuture<Long> wrong = map.async().put("a", 1L).thenApply(old -> map.get("a"));
        node.release();
        assertThatThrownBy(() -> wrong.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("async()");
    }

    /** Again and again, while a short deadline ends it. */
    private static <T> T eventually(Callable<T> attempt) {
        return await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(KithTimeoutException.class)
                .until(attempt, Objects::nonNull);
    }

    @Test
    void aDeadlineEndsAnOperationThatNobodyAnswers() {
        try (Kith hasty =
                ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMillis(200)))) {
            // As long as the node answers, however late a busy machine makes it.
            RemoteHashMap<String, Long> map = eventually(() -> hasty.hashMap("silent"));
            eventually(() -> map.merge("a", 1L, (old, one) -> one));
            node.fallSilent();
            assertThatThrownBy(() -> map.set("a", 2L))
                    .isInstanceOf(KithTimeoutException.class)
                    .hasMessageContaining("outcome is unknown");
            assertThatThrownBy(() -> map.get("a"))
                    .isInstanceOf(KithTimeoutException.class)
                    .hasMessageContaining("nothing was changed");
            CompletableFuture<Long> given = map.async().put("a", 3L);
            assertThat(given.cancel(true)).isTrue();
        }
    }

    @Test
    void asManyOperationsAsAllowedAreUnderWayAndFurtherOnesWait() {
        try (Kith narrow = ClientProvider.inProcess(
                node, ClientOptions.defaults().maxInFlight(2).deadline(Duration.ofMillis(300)))) {
            RemoteHashMap<String, Long> map = eventually(() -> narrow.hashMap("narrow"));
            int size = eventually(() -> {
                map.putAll(Map.of("a", 1L, "b", 2L, "c", 3L, "d", 4L));
                return map.size();
            });
            assertThat(size).isEqualTo(4);
            node.fallSilent();
            List<CompletableFuture<Long>> unanswered = new ArrayList<>();
            unanswered.add(map.async().get("a"));
            unanswered.add(map.async().get("b"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            map.async().get("c").get(60, TimeUnit.SECONDS);
                        }
                    })
                    .isInstanceOfAny(KithTimeoutException.class, ExecutionException.class);
            assertThat(unanswered).hasSize(2);
        }
    }

    @Test
    void aSessionThatThePartitionsForgotIsOpenedAnew() {
        RemoteHashMap<String, Long> map = filled(100);
        node.forgetSessions();
        map.replaceAll((key, value) -> value + 1);
        assertThat(map.get("key 9")).isEqualTo(10L);
    }

    @Test
    void valuesOverTheLimitAreRefusedBeforeTheyAreSent() {
        try (Kith small =
                ClientProvider.inProcess(node, ClientOptions.defaults().maxValueBytes(1_000))) {
            RemoteHashMap<String, String> map = small.hashMap("small");
            assertThatThrownBy(() -> map.put("k", "x".repeat(2_000)))
                    .isInstanceOf(ValueTooLargeException.class)
                    .hasMessageContaining("1000");
        }
    }

    @Test
    void aDestroyedMapIsGoneAndItsNameFree() {
        RemoteHashMap<String, Long> map = filled(100);
        map.destroy();
        assertThat(kith.<String, Long>hashMap("filled")).isEmpty();
    }

    @Test
    void equalsHashCodeAndToStringAreThoseOfAMap() {
        RemoteHashMap<String, Long> map = kith.hashMap("equal");
        map.put("a", 1L);
        assertThat(map)
                .isEqualTo(Map.of("a", 1L))
                .hasSameHashCodeAs(Map.of("a", 1L))
                .hasToString("{a=1}");
        assertThat(Map.of("a", 1L)).isEqualTo(map);
    }

    @Test
    void aClosedClientRefusesClearly() {
        Kith other = ClientProvider.inProcess(node, ClientOptions.defaults());
        RemoteHashMap<String, Long> map = other.hashMap("closed");
        other.close();
        assertThatThrownBy(() -> map.get("a")).isInstanceOf(KithException.class).hasMessageContaining("closed");
    }
}
