package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVecDeque;
import io.kith.client.serialization.ObjectSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects whose reading takes long, as those do that others planted. */
class SlowDecodingTest {
    private final CountDownLatch mayBeRead = new CountDownLatch(1);
    private final List<String> readers = new ArrayList<>();
    private final ObjectSerializer slow = new ObjectSerializer() {
        @Override
        public byte[] serialize(Object value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object deserialize(byte[] bytes) {
            synchronized (readers) {
                readers.add(Thread.currentThread().getName());
            }
            try {
                assertThat(mayBeRead.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new AtomicReference<>(new String(bytes, StandardCharsets.UTF_8));
        }
    };
    private final Kith kith = ClientProvider.inProcess(
            new FakeNode(16),
            ClientOptions.defaults().deadline(Duration.ofMinutes(1)).serializer(slow));

    @AfterEach
    void close() {
        mayBeRead.countDown();
        kith.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void theEventLoopGoesOnWhileAnObjectIsRead() throws Exception {
        RemoteHashMap<String, Object> map = kith.hashMap("objects");
        map.set("slow", new AtomicReference<>("object"));
        map.set("text", "text");
        RemoteVecDeque<Object> deque = kith.vecDeque("queue");
        deque.addLast(new AtomicReference<>("element"));
        CompletableFuture<Object> one = map.async().get("slow").toCompletableFuture();
        CompletableFuture<Object> taken = deque.async().takeFirst().toCompletableFuture();
        CompletableFuture<Map<String, Object>> all =
                map.async().getAll(List.of("slow", "text")).toCompletableFuture();
        CompletableFuture<Void> each = map.async().forEach((key, value) -> {}).toCompletableFuture();

        assertThat(get(map.async().get("text").toCompletableFuture())).isEqualTo("text");
        map.set("more", "works too");
        assertThat(map.get("more")).isEqualTo("works too");
        assertThat(List.of(one, taken, all, each)).noneMatch(CompletableFuture::isDone);

        mayBeRead.countDown();
        assertThat(get(one)).hasToString("object");
        assertThat(get(taken)).hasToString("element");
        assertThat(get(all)).containsOnlyKeys("slow", "text");
        get(each);
        assertThat(readers).isNotEmpty().allMatch(name -> name.startsWith("kith-decode-"));
    }

    @Test
    void futuresOfOneCallerCompleteInTheOrderInWhichTheyCanAndNoneIsLost() throws Exception {
        mayBeRead.countDown();
        RemoteHashMap<String, Object> map = kith.hashMap("many");
        map.set("key", new AtomicReference<>("object"));
        List<CompletableFuture<Object>> futures = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            futures.add(map.async().get("key").toCompletableFuture());
        }
        for (CompletableFuture<Object> future : futures) {
            assertThat(get(future)).hasToString("object");
        }
    }

    @Test
    void whatIsChainedToSuchAFutureMustNotWait() {
        mayBeRead.countDown();
        RemoteHashMap<String, Object> map = kith.hashMap("chained");
        map.set("key", new AtomicReference<>("object"));
        CompletableFuture<Object> chained =
                map.async().get("key").toCompletableFuture().thenApplyAsync(value -> value, Runnable::run);
        assertThat(chained.join()).hasToString("object");
        CompletableFuture<Map<String, Object>> waits =
                map.async().get("key").toCompletableFuture().thenApply(value -> map.getAll(List.of("key")));
        // Whether it had come before is chance; then this thread runs what is chained, and may wait.
        try {
            assertThat(get(waits)).containsOnlyKeys("key");
        } catch (Exception e) {
            assertThat(e).hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whoWaitsReadsForHimself() {
        mayBeRead.countDown();
        RemoteHashMap<String, Object> map = kith.hashMap("own");
        map.set("key", new AtomicReference<>("object"));
        assertThat(map.get("key")).hasToString("object");
        assertThat(readers).containsExactly(Thread.currentThread().getName());
        assertThatThrownBy(() -> map.get(null)).isInstanceOf(NullPointerException.class);
    }
}
