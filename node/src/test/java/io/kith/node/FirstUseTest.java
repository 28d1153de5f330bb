package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.ClusterReplacedException;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.serialization.ClassNotAllowedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that begin before their cluster, and such as outlive it. */
@Timeout(240)
class FirstUseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closed(T later) {
        opened.add(later);
        return later;
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private KithNode start(String address) {
        return closed(KithNode.start(
                        NodeOptions.defaults().listen(address).partitions(16).replicas(1)))
                .awaitServing(PATIENCE);
    }

    private static ClientOptions at(String address) {
        return ClientOptions.defaults().address(address).deadline(PATIENCE);
    }

    @Test
    void aLazyClientConnectsWhenItIsUsedAndGoesOnLookingWhileNobodyIsThere() throws Exception {
        String address = freeAddress();
        Kith kith = closed(Kith.connect(at(address).lazy().connectWithin(Duration.ofMillis(300))));
        RemoteHashMap<String, String> map = kith.hashMap("map");
        RemoteVec<String> vec = kith.vec("vec");
        assertThat(map.name()).isEqualTo("map");
        assertThat(map).hasToString("'map', which was not used yet");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> map.put("a", "b"))
                    .isInstanceOf(KithException.class)
                    .hasMessageContaining("no node of a cluster was reached within 300 ms: " + address)
                    .hasMessageContaining("nobody listens there");
        }
        assertThatThrownBy(() -> kith.hashSet(" ")).isInstanceOf(IllegalArgumentException.class);
        start(address);
        // On a busy machine a third of a second may be too little even now.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> kith.clusterView() != null);
        map.put("a", "b");
        assertThat(map).containsOnly(Map.entry("a", "b")).hasToString("{a=b}");
        assertThat(map.async().get("a").toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo("b");
        assertThat(map.merge("a", "c", String::concat)).isEqualTo("bc");
        assertThat(kith.hashMap("map")).isEqualTo(map);
        assertThatThrownBy(() -> vec.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(vec.add("x")).isTrue();
    }

    @Test
    void whateverALazyClientHandsOutConnectsWhenItIsUsed() throws Exception {
        String address = freeAddress();
        List<Kith> lazy = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            lazy.add(closed(Kith.connect(at(address).lazy())));
        }
        RemoteHashSet<String> set = lazy.get(0).hashSet("set");
        RemoteVecDeque<String> deque = lazy.get(1).vecDeque("deque");
        RemoteCounter counter = lazy.get(2).counter("counter");
        RemoteLock lock = lazy.get(3).lock("lock");
        start(address);
        assertThat(set.add("a")).isTrue();
        assertThat(deque.offer("a")).isTrue();
        assertThat(counter.addAndGet(2)).isEqualTo(2);
        assertThat(List.of(lock)).contains(lock).doesNotContain(lazy.get(3).lock("another"));
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
        assertThat(lazy.get(4).config().get("app.a")).isNull();
        assertThat(lazy.get(5).collections()).hasSize(4);
    }

    @Test
    void aLazyClientThatWasNotUsedIsClosedAndSaysSo() throws Exception {
        Kith kith = Kith.connect(at(freeAddress()).lazy());
        kith.close();
        assertThatThrownBy(() -> kith.hashMap("map"))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("this client was closed");
    }

    @Test
    void whoConnectsWaitsForTheDeadlineHoweverShortAnAttemptIs() throws Exception {
        String address = freeAddress();
        CompletableFuture<Kith> connecting =
                CompletableFuture.supplyAsync(() -> Kith.connect(at(address).connectTimeout(Duration.ofMillis(50))));
        // It gave up after two attempts' time.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(connecting).isNotDone();
        start(address);
        closed(connecting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aClusterThatIsGoneIsToldOfAndTheOneThatIsThereNowIsConnectedTo() throws Exception {
        String address = freeAddress();
        KithNode first = start(address);
        Kith kith = closed(Kith.connect(at(address).cluster("kith")));
        RemoteHashMap<String, String> before = kith.hashMap("map");
        before.put("a", "of the first");
        kith.reconnect();
        assertThat(before.get("a")).isEqualTo("of the first");
        first.close();
        start(address);

        long begin = System.nanoTime();
        assertThatThrownBy(() -> before.put("a", "of nobody"))
                .isInstanceOf(ClusterReplacedException.class)
                .hasMessageContaining("the cluster 'kith'")
                .hasMessageContaining("at " + address + " there is another cluster now, 'kith'")
                .hasMessageContaining("Kith.reconnect()");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE.dividedBy(2));
        assertThatThrownBy(() -> before.get("a")).isInstanceOf(ClusterReplacedException.class);
        assertThatThrownBy(() -> kith.config().set("app.a", "1")).isInstanceOf(ClusterReplacedException.class);

        kith.reconnect();
        RemoteHashMap<String, String> after = kith.hashMap("map");
        assertThat(after.get("a")).isNull();
        after.put("a", "of the second");
        kith.reconnect();
        assertThat(after.get("a")).isEqualTo("of the second");
        assertThatThrownBy(() -> before.get("a")).isInstanceOf(KithException.class);
    }

    record Order(String what, int count) {}

    @Test
    void aNodesClientStoresTheProgramsOwnClasses() throws Exception {
        KithNode node = start(freeAddress());
        Kith kith = node.client(ClientOptions.defaults().allow(Order.class));
        kith.<String, Order>hashMap("orders").put("a", new Order("apples", 3));
        assertThat(kith.hashMap("orders").get("a")).isEqualTo(new Order("apples", 3));
        assertThatThrownBy(() -> node.client().hashMap("orders").get("a")).isInstanceOf(ClassNotAllowedException.class);
        node.close();
        assertThatThrownBy(() -> kith.hashMap("orders")).isInstanceOf(KithException.class);
    }

    @Test
    void theAllowedClassesAreASettingOfWhoTrustsIt() throws Exception {
        KithNode node = start(freeAddress());
        Kith trusting = node.client(ClientOptions.defaults().allowBySetting());
        RemoteHashMap<String, Order> orders = trusting.hashMap("orders");
        assertThatThrownBy(() -> orders.put("a", new Order("apples", 3))).isInstanceOf(ClassNotAllowedException.class);

        trusting.config().set("serialization.allow", "com.example.events.*," + Order.class.getName());
        orders.put("a", new Order("apples", 3));
        assertThat(orders.get("a")).isEqualTo(new Order("apples", 3));
        Kith later = node.client(ClientOptions.defaults().allowBySetting());
        assertThat(later.hashMap("orders").get("a")).isEqualTo(new Order("apples", 3));
        assertThatThrownBy(() -> node.client().hashMap("orders").get("a")).isInstanceOf(ClassNotAllowedException.class);

        trusting.config().unset("serialization.allow");
        assertThatThrownBy(() -> orders.get("a")).isInstanceOf(ClassNotAllowedException.class);
    }

    @Test
    void aNodeThatListensEverywhereIsReachedWhereItSaysAndOneThatAdvertisesNowhereDoesNotStart() {
        // With a seed, so that it does not matter how many addresses this machine has.
        try (KithNode node =
                KithNode.start(NodeOptions.defaults().listen("0.0.0.0:0").seed("127.0.0.1:1"))) {
            assertThat(node.address().host()).isEqualTo("127.0.0.1");
        }
        for (String nowhere : List.of("0.0.0.0:7400", "[::]:7400", "0:7400")) {
            assertThatThrownBy(() -> KithNode.start(
                            NodeOptions.defaults().listen("127.0.0.1:0").advertise(nowhere)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nobody reaches a node at " + nowhere);
        }
    }
}
