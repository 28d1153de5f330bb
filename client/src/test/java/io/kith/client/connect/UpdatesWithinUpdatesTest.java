package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that update a map while they compute its next value. */
@Timeout(180)
final class UpdatesWithinUpdatesTest {
    private final FakeNode node = new FakeNode(16);
    private final Kith patient =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(2)));
    private final Kith hasty =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMillis(500)));
    private final RemoteHashMap<String, Long> map = patient.hashMap("numbers");

    @AfterEach
    void close() {
        patient.close();
        hasty.close();
    }

    @Test
    void anUpdateOfTheSameKeyIsRefusedWhateverItIsCalled() {
        map.put("a", 1L);
        List<ThrowingCallable> recursive = List.of(
                () -> map.compute("a", (k, v) -> map.compute("a", (k2, v2) -> 1L) + 10),
                () -> map.compute("a", (k, v) -> map.merge("a", 1L, Long::sum) + 10),
                () -> map.computeIfPresent("a", (k, v) -> map.computeIfPresent("a", (k2, v2) -> 7L) + 10),
                () -> map.merge("a", 1L, (v, w) -> map.compute("a", (k2, v2) -> 1L) + 10),
                () -> map.compute("a", (k, v) -> map.compute("b", (k2, w) -> map.merge("a", 1L, Long::sum))));
        for (ThrowingCallable each : recursive) {
            assertThatThrownBy(each).isInstanceOf(IllegalStateException.class).hasMessageContaining("recursive update");
        }
        assertThat(map).containsOnly(Map.entry("a", 1L));
        assertThat(map.merge("a", 1L, Long::sum)).isEqualTo(2L);
    }

    @Test
    void anUpdateThatTheFunctionHasDoneWithoutWaitingAndThenWaitsForIsRefusedToo() {
        map.put("a", 1L);
        assertThatThrownBy(() -> map.compute(
                        "a",
                        (k, v) -> map.async()
                                .compute("a", (k2, v2) -> 5L)
                                .toCompletableFuture()
                                .join()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recursive update");
        assertThat(map).containsOnly(Map.entry("a", 1L));
    }

    @Test
    void aFunctionMayUpdateOtherKeysAndAnotherMapsSameKey() {
        RemoteHashMap<String, Long> other = patient.hashMap("others");
        assertThat(map.compute("a", (k, v) -> map.merge("b", 1L, Long::sum) + other.merge("a", 5L, Long::sum)))
                .isEqualTo(6L);
        assertThat(map).containsOnly(Map.entry("a", 6L), Map.entry("b", 1L));
        assertThat(other).containsOnly(Map.entry("a", 5L));
    }

    @Test
    void aFunctionThatHasTheKeyChangedByAnotherThreadEndsWithTheDeadline() {
        RemoteHashMap<String, Long> hurried = hasty.hashMap("numbers");
        map.put("a", 1L);
        assertThatThrownBy(() -> hurried.compute(
                        "a",
                        (k, v) -> CompletableFuture.supplyAsync(() -> map.merge("a", 1L, Long::sum))
                                .join()))
                .isInstanceOf(KithTimeoutException.class)
                .hasMessageContaining("nothing was changed: the value was changed")
                .hasMessageContaining("within the deadline");
        // The client that is asked within has its turns in a row with the one that asks.
        assertThatThrownBy(() -> hurried.compute("a", (k, v) -> {
                    AtomicReference<CompletionStage<Long>> started = new AtomicReference<>();
                    CompletableFuture.runAsync(() -> started.set(hurried.async().merge("a", 1L, Long::sum)))
                            .join();
                    return started.get().toCompletableFuture().join();
                }))
                .isInstanceOf(KithTimeoutException.class);
        assertThatThrownBy(() -> hurried.replaceAll((k, v) -> map.merge("a", 1L, Long::sum)))
                .isInstanceOf(KithTimeoutException.class);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void twoThreadsThatUpdateEachOthersKeyDoNotWaitOutTheirPatience() throws Exception {
        int rounds = 200;
        CyclicBarrier round = new CyclicBarrier(2);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        long before = System.nanoTime();
        for (List<String> pair : List.of(List.of("a", "b"), List.of("b", "a"))) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < rounds; i++) {
                    meet(round);
                    AtomicBoolean again = new AtomicBoolean();
                    map.compute(pair.get(0), (k, v) -> {
                        if (!again.getAndSet(true)) {
                            // Both are in their turns now.
                            meet(round);
                        }
                        map.merge(pair.get(1), 1L, Long::sum);
                        return v == null ? 1L : v + 1;
                    });
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(120, TimeUnit.SECONDS);
        }
        // It took 26 s: nearly each round of both one patience of a tenth of a second.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(13));
        assertThat(map.get("a")).isGreaterThanOrEqualTo(2L * rounds);
        assertThat(map.get("b")).isGreaterThanOrEqualTo(2L * rounds);
    }

    @Test
    void aListWhoseElementsAreReplacedByAFunctionThatChangesItIsGivenUp() {
        RemoteVec<Integer> vec = patient.vec("list");
        vec.addAll(List.of(1, 2, 3));
        assertThatThrownBy(() -> vec.replaceAll(each -> {
                    vec.add(each);
                    return each + 1;
                }))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("changed by others, or by the function itself");
        assertThat(vec.subList(0, 3)).containsExactly(1, 2, 3);
    }
}
