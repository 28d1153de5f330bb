package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Times that are longer than can be counted mean for ever. */
@Timeout(180)
final class ForEverTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final long LONG_MILLIS = 40L * 365 * 24 * 3_600 * 1_000;

    private final FakeNode node = new FakeNode(4);
    private final Kith kith = ClientProvider.inProcess(
            node,
            ClientOptions.defaults()
                    .deadline(FOREVER)
                    .connectTimeout(FOREVER)
                    .connectWithin(FOREVER)
                    .lockLease(FOREVER));

    @AfterEach
    void close() {
        kith.close();
    }

    @Test
    void aWaitForEver() throws Exception {
        RemoteVecDeque<String> deque = kith.vecDeque("deque");
        CompletableFuture<String> polled = CompletableFuture.supplyAsync(() -> {
            try {
                return deque.poll(Long.MAX_VALUE, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        CompletableFuture<String> polledLast = deque.async().pollLast(FOREVER).toCompletableFuture();
        assertThat(deque.offer("a", Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(deque.offerLast("b", Long.MAX_VALUE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(polled.get(60, TimeUnit.SECONDS) + polledLast.get(60, TimeUnit.SECONDS))
                .containsOnlyOnce("a")
                .containsOnlyOnce("b");
        assertThat(deque.poll(Long.MIN_VALUE, TimeUnit.DAYS)).isNull();
        deque.add("c");
        Reserved<String> reserved = deque.reserve(FOREVER, FOREVER);
        assertThat(reserved).isNotNull();
        node.passMillis(LONG_MILLIS);
        assertThat(reserved.extend(FOREVER)).isTrue();

        assertThat(kith.awaitCluster(view -> true, FOREVER)).isEqualTo(kith.clusterView());
        RemoteLock lock = kith.lock("lock");
        assertThat(lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        lock.unlock();
        assertThat(lock.tryLock(FOREVER, FOREVER)).isTrue();
        lock.unlock();
        UUID owner = UUID.randomUUID();
        assertThat(lock.async().tryLock(owner, FOREVER).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void aLifeForEver() {
        RemoteHashMap<String, String> fading =
                kith.hashMap("fading", OpenOptions.defaults().timeToLive(Duration.ofSeconds(1)));
        fading.put("fades", "x");
        fading.put("stays", "x", FOREVER);
        fading.set("set", "x", FOREVER);
        fading.putIfAbsent("absent", "x", Duration.ofSeconds(Long.MAX_VALUE));
        RemoteHashSet<String> set = kith.hashSet("set", OpenOptions.defaults().timeToLive(Duration.ofSeconds(1)));
        set.add("stays", FOREVER);
        RemoteHashMap<String, String> lasting =
                kith.hashMap("lasting", OpenOptions.defaults().timeToLive(FOREVER));
        lasting.put("stays", "x");
        node.passMillis(LONG_MILLIS);
        assertThat(fading.keySet()).containsExactlyInAnyOrder("stays", "set", "absent");
        assertThat(set).containsExactly("stays");
        assertThat(lasting).containsKey("stays");
    }

    @Test
    void whatIsNegativeIsSaidToBe() {
        RemoteHashMap<String, String> map = kith.hashMap("map");
        assertThatThrownBy(() -> map.put("a", "b", Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least a millisecond");
        assertThatThrownBy(() -> OpenOptions.defaults().timeToLive(Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
