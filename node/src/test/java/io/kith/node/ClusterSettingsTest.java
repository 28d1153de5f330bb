package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.CollectionDestroyedException;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVecDeque;
import io.kith.client.ValueTooLargeException;
import io.kith.client.connect.ClusterAccess;
import io.kith.client.view.KithEvent;
import io.kith.client.view.SettingChange;
import io.kith.config.ClusterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterSettingsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<KithNode> nodes = new ArrayList<>();
    private final List<Kith> clients = new ArrayList<>();

    @BeforeEach
    void startThreeNodes() {
        nodes.add(KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").partitions(32))
                .awaitServing(PATIENCE));
        for (int i = 1; i < 3; i++) {
            nodes.add(join());
        }
    }

    private KithNode join() {
        return KithNode.start(NodeOptions.defaults()
                        .listen("127.0.0.1:0")
                        .seed(nodes.get(0).address().toString()))
                .awaitServing(PATIENCE);
    }

    @AfterEach
    void closeAll() {
        clients.forEach(Kith::close);
        nodes.forEach(KithNode::close);
    }

    private Kith client() {
        Kith kith = Kith.connect(
                ClientOptions.defaults().address(nodes.get(0).address().toString()));
        clients.add(kith);
        return kith;
    }

    @Test
    void whatOneClientSetsEveryNodeAndIdleClientsSee() {
        Kith writer = client();
        Kith idle = client();

        long version = writer.config().as("ann").set("app.colour", "blue");

        assertThat(writer.config().get("app.colour")).isEqualTo("blue");
        assertThat(writer.config().version("app.colour")).isEqualTo(version);
        await().atMost(PATIENCE).until(() -> "blue".equals(idle.config().get("app.colour")));
        for (KithNode node : nodes) {
            await().atMost(PATIENCE)
                    .until(() -> "blue".equals(node.client().config().get("app.colour")));
        }
        SettingChange revision = idle.config().history().get(1);
        assertThat(revision.by()).isEqualTo("ann");
        assertThat(revision.at()).isNotNull();
        assertThat(idle.config().at(version - 1)).doesNotContainKey("app.colour");
    }

    @Test
    void concurrentCompareAndSetsLoseNoIncrement() throws Exception {
        client().config().set("app.count", "0");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Kith kith = client();
                done.add(threads.submit(() -> {
                    int won = 0;
                    while (won < 25) {
                        long version = kith.config().version("app.count");
                        int count = Integer.parseInt(kith.config().get("app.count"));
                        boolean same = kith.config().version("app.count") == version;
                        if (same && kith.config().compareAndSet("app.count", version, "" + (count + 1))) {
                            won++;
                        }
                    }
                    return won;
                }));
            }
            for (Future<Integer> each : done) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(25);
            }
        } finally {
            threads.shutdownNow();
        }
        // Another client may have made the last change: the others hear of it within a heartbeat.
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(clients.get(1).config().get("app.count")).isEqualTo("100"));
    }

    @Test
    void aWrongKeyOrValueIsRefusedWithTheReason() {
        Kith kith = client();

        assertThatThrownBy(() -> kith.config().set("replication.factor", "9"))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("1 to 7, not '9'");
        assertThatThrownBy(() -> kith.config().set("replication.facto", "2"))
                .hasMessageContaining("there is no setting");
        assertThatThrownBy(() -> kith.config().compareAndSet("membership.heartbeat.millis", 0, "900"))
                .hasMessageContaining("a quarter of the cluster's lease");
    }

    @Test
    void theReplicationFactorChangesLiveAndNothingIsLost() {
        Kith kith = client();
        RemoteHashMap<Integer, Integer> map = kith.hashMap("numbers");
        IntStream.range(0, 300).forEach(i -> map.put(i, i));

        kith.config().set("replication.factor", "3");
        ClusterAccess.of(kith).awaitConfig(config -> everyPartitionHas(config, 3), PATIENCE);
        kith.config().set("replication.factor", "1");
        ClusterAccess.of(kith).awaitConfig(config -> everyPartitionHas(config, 1), PATIENCE);
        kith.config().set("replication.factor", "2");
        ClusterAccess.of(kith).awaitConfig(config -> everyPartitionHas(config, 2), PATIENCE);

        assertThat(map).hasSize(300);
        assertThat(map.get(123)).isEqualTo(123);
    }

    private static boolean everyPartitionHas(ClusterConfig config, int replicas) {
        return IntStream.range(0, config.partitionCount())
                .allMatch(p -> config.partition(p).replicas().size() == replicas);
    }

    @Test
    void theValueLimitChangesLive() {
        Kith kith = client();
        RemoteHashMap<String, byte[]> map = kith.hashMap("big");
        map.put("before", new byte[4_000]);

        kith.config().set("limits.value.bytes", "2000");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> map.put("after", new byte[4_000]))
                        .isInstanceOf(ValueTooLargeException.class)
                        .hasMessageContaining("limits.value.bytes"));
        kith.config().unset("limits.value.bytes");
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> map.put("after", new byte[4_000]));
    }

    @Test
    void entriesThatNameNoTimeToLiveGetTheirMapsDefault() {
        Kith kith = client();
        RemoteHashMap<String, String> map = kith.hashMap("short");
        map.put("before", "x");
        kith.config().set("collection.short.ttl.millis", "200");

        map.put("after", "x");
        map.put("long", "x", Duration.ofHours(1));
        map.merge("merged", "x", String::concat);

        await().atMost(PATIENCE).until(() -> map.size() == 2);
        assertThat(map.keySet()).containsExactlyInAnyOrder("before", "long");
    }

    @Test
    void aDequeFollowsItsDefaultCapacity() {
        Kith kith = client();
        RemoteVecDeque<Integer> deque = kith.vecDeque("jobs");
        kith.config().set("collection.jobs.capacity", "2");
        await().atMost(PATIENCE).until(() -> deque.capacity() == 2);

        assertThat(deque.offer(1) && deque.offer(2)).isTrue();
        assertThat(deque.offer(3)).isFalse();

        kith.config().unset("collection.jobs.capacity");
        await().atMost(PATIENCE).until(() -> deque.offer(3));
    }

    @Test
    void aCapacityHoldsForWhoeverOpensTheDequeAlsoAfterItWasDestroyed() {
        Kith kith = client();
        kith.config().set("collection.jobs.capacity", "3");
        RemoteVecDeque<Integer> first = kith.vecDeque("jobs");
        assertThat(first.addAllLast(List.of(1, 2, 3, 4, 5))).isEqualTo(3);
        first.destroy();
        assertThatThrownBy(() -> first.offer(6)).isInstanceOf(CollectionDestroyedException.class);

        RemoteVecDeque<Integer> second = kith.vecDeque("jobs");
        assertThat(second.capacity()).isEqualTo(3);
        assertThat(second.addAllLast(List.of(1, 2, 3, 4, 5))).isEqualTo(3);
        assertThat(client().<Integer>vecDeque("jobs").offer(4)).isFalse();
    }

    @Test
    void whatACollectionIsOpenedWithLivesInTheClusterAndSettingsWinOverIt() {
        Kith kith = client();
        RemoteVecDeque<Integer> bounded =
                kith.vecDeque("bounded", OpenOptions.defaults().capacity(2));
        assertThat(bounded.addAllLast(List.of(1, 2, 3))).isEqualTo(2);
        assertThat(client().<Integer>vecDeque("bounded").offer(3)).isFalse();
        kith.config().set("collection.bounded.capacity", "3");
        await().atMost(PATIENCE).until(() -> bounded.offer(3));
        kith.config().unset("collection.bounded.capacity");
        await().atMost(PATIENCE).until(() -> bounded.capacity() == 2);

        RemoteHashMap<String, String> fading =
                kith.hashMap("fading", OpenOptions.defaults().timeToLive(Duration.ofMillis(300)));
        client().<String, String>hashMap("fading").put("a", "b");
        fading.put("stays", "long", Duration.ofHours(1));
        await().atMost(PATIENCE).until(() -> fading.size() == 1);
    }

    @Test
    void anOldVersionIsRestored() {
        Kith kith = client();
        kith.config().set("app.a", "1");
        long version = kith.config().set("app.b", "1");
        kith.config().set("app.a", "2");
        kith.config().unset("app.b");
        kith.config().set("app.c", "3");

        assertThat(kith.config().restore(version)).containsExactlyInAnyOrder("app.a", "app.b", "app.c");

        assertThat(kith.config().all()).containsEntry("app.a", "1").containsEntry("app.b", "1");
        assertThat(kith.config().get("app.c")).isNull();
    }

    @Test
    void watchersHearOfEveryChangeOnceInOrderWhoeverMadeIt() {
        Kith watcher = client();
        List<String> heard = new CopyOnWriteArrayList<>();
        watcher.config().watch("app.n", revision -> heard.add(String.valueOf(revision.value())));
        Kith one = client();
        Kith other = client();

        for (int i = 0; i < 20; i++) {
            (i % 2 == 0 ? one : other).config().set("app.n", "" + i);
        }

        await().atMost(PATIENCE).until(() -> heard.size() >= 20);
        assertThat(heard)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "" + i).toList());
    }

    @Test
    void eventsTellOfMembersAndMissNoneSinceAVersion() {
        Kith kith = client();
        long before = kith.clusterView().configId();
        List<KithEvent> events = new CopyOnWriteArrayList<>();
        kith.onEvent(events::add);
        KithNode fourth = join();
        nodes.add(fourth);
        await().atMost(PATIENCE).until(() -> kinds(events, fourth).contains(KithEvent.MemberChange.JOINED));

        fourth.close();

        await().atMost(PATIENCE).until(() -> kinds(events, fourth).contains(KithEvent.MemberChange.REMOVED));
        assertThat(events)
                .anyMatch(event -> event instanceof KithEvent.Suspicion suspicion
                        && suspicion.isSuspected()
                        && suspicion.member().equals(fourth.id().toString()));
        List<KithEvent> resumed = new CopyOnWriteArrayList<>();
        client().onEventSince(before, resumed::add);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kinds(resumed, fourth))
                        .containsExactly(KithEvent.MemberChange.JOINED, KithEvent.MemberChange.REMOVED));
    }

    private static List<KithEvent.MemberChange> kinds(List<KithEvent> events, KithNode of) {
        List<KithEvent.MemberChange> kinds = new ArrayList<>();
        for (KithEvent event : events) {
            if (event instanceof KithEvent.MemberChanged changed
                    && changed.member().equals(of.id().toString())) {
                kinds.add(changed.kind());
            }
        }
        return kinds;
    }
}
