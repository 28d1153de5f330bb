package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.ValueTooLargeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the settings that bound something say is so for whatever may exceed it. */
@Timeout(120)
class LimitsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LIMIT = 2_000;

    private KithNode node;
    private Kith kith;

    @BeforeEach
    void start() {
        node = KithNode.start(NodeOptions.defaults()
                        .listen("127.0.0.1:0")
                        .partitions(16)
                        .replicas(1))
                .awaitServing(PATIENCE);
        kith = Kith.connect(ClientOptions.defaults().address(node.address().toString()));
    }

    @AfterEach
    void close() {
        kith.close();
        node.close();
    }

    @Test
    void noKeyNoValueAndNoElementIsLongerThanTheLimitOfValues() throws Exception {
        String fits = "x".repeat(LIMIT - 10);
        String large = "x".repeat(LIMIT + 10);
        kith.config().set("limits.value.bytes", Integer.toString(LIMIT));
        RemoteHashMap<String, String> map = kith.hashMap("map");
        RemoteHashSet<String> set = kith.hashSet("set");
        RemoteVec<String> vec = kith.vec("vec");
        RemoteVecDeque<String> deque = kith.vecDeque("deque");
        // Nodes hear of a setting soon, and not at once.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThatThrownBy(() -> map.put("a", large)).isInstanceOf(ValueTooLargeException.class));
        map.put("a", fits);
        map.put(fits, fits);
        map.putAll(Map.of("b", fits, "c", fits));
        map.replace("a", fits, fits);
        set.add(fits);
        vec.addAll(List.of(fits, fits, fits));
        deque.addAllLast(List.of(fits, fits, fits));
        Map<String, ThrowingCallable> tooLarge = new LinkedHashMap<>();
        tooLarge.put("put", () -> map.put("a", large));
        tooLarge.put("key", () -> map.put(large, "a"));
        tooLarge.put("get", () -> map.get(large));
        tooLarge.put("set", () -> map.set("a", large));
        tooLarge.put("ttl", () -> map.put("a", large, Duration.ofHours(1)));
        tooLarge.put("putIfAbsent", () -> map.putIfAbsent("new", large));
        tooLarge.put("replace", () -> map.replace("a", large));
        tooLarge.put("replaceIf", () -> map.replace("a", fits, large));
        tooLarge.put("compute", () -> map.compute("a", (k, v) -> large));
        tooLarge.put("merge", () -> map.merge("new", large, String::concat));
        tooLarge.put("putAll", () -> map.putAll(Map.of("b", fits, "c", large)));
        tooLarge.put("replaceAll", () -> map.replaceAll((k, v) -> large));
        tooLarge.put("entry", () -> map.entrySet().iterator().next().setValue(large));
        tooLarge.put("set add", () -> set.add(large));
        tooLarge.put("set addAll", () -> set.addAll(List.of(fits, large)));
        tooLarge.put("vec add", () -> vec.add(large));
        tooLarge.put("vec insert", () -> vec.add(0, large));
        tooLarge.put("vec set", () -> vec.set(0, large));
        tooLarge.put("vec addAll", () -> vec.addAll(Arrays.asList(fits, large)));
        tooLarge.put("vec insertAll", () -> vec.addAll(1, List.of(large)));
        tooLarge.put("vec replaceAll", () -> vec.replaceAll(each -> large));
        ListIterator<String> each = vec.listIterator();
        each.next();
        tooLarge.put("iterator set", () -> each.set(large));
        tooLarge.put("iterator add", () -> each.add(large));
        tooLarge.put("deque add", () -> deque.add(large));
        tooLarge.put("deque push", () -> deque.push(large));
        tooLarge.put("deque put", () -> deque.put(large));
        tooLarge.put("deque offer", () -> deque.offer(large, 1, TimeUnit.SECONDS));
        tooLarge.put("deque addAll", () -> deque.addAllLast(List.of(fits, large)));
        tooLarge.forEach((what, call) -> assertThatThrownBy(call).as(what).isInstanceOf(ValueTooLargeException.class));
        assertThat(map.values()).allMatch(value -> value.length() <= LIMIT);
        assertThat(vec).allMatch(value -> value.length() <= LIMIT);
        assertThat(deque).allMatch(value -> value.length() <= LIMIT);
    }

    @Test
    void noDequeTakesMoreThanItsCapacity() throws Exception {
        kith.config().set("collection.jobs.capacity", "2");
        RemoteVecDeque<Integer> deque = kith.vecDeque("jobs");
        await().atMost(PATIENCE).until(() -> deque.capacity() == 2);
        assertThat(deque.addAllLast(List.of(1, 2, 3))).isEqualTo(2);
        assertThat(deque.offerFirst(4)).isFalse();
        assertThat(deque.offerLast(4, 10, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> deque.addFirst(4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> deque.push(4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> deque.add(4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> deque.addAll(List.of(4))).isInstanceOf(IllegalStateException.class);
        assertThat(deque.async().offerLast(4).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isFalse();
        assertThatThrownBy(() -> deque.setCapacity(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the setting collection.jobs.capacity is 2 and wins");
        assertThat(deque.offer(4)).isFalse();
        assertThat(deque).containsExactly(1, 2);
        assertThat(deque.remainingCapacity()).isZero();
    }
}
