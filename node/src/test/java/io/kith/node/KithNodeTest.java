package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVec;
import io.kith.client.ValueTooLargeException;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KithNodeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<KithNode> nodes = new ArrayList<>();

    @AfterEach
    void closeNodes() {
        nodes.forEach(KithNode::close);
    }

    private KithNode start(NodeOptions options) {
        KithNode node = KithNode.start(options);
        nodes.add(node);
        return node.awaitServing(PATIENCE);
    }

    private KithNode first() {
        return start(NodeOptions.defaults().listen("127.0.0.1:0").partitions(64));
    }

    private KithNode joining(KithNode neighbour) {
        return start(NodeOptions.defaults()
                .listen("127.0.0.1:0")
                .seed(neighbour.address().toString()));
    }

    private static void awaitSettled(KithNode node, int members) {
        await().atMost(PATIENCE).until(() -> {
            ClusterConfig config = node.config();
            if (config == null || config.members().size() != members) {
                return false;
            }
            for (int p = 0; p < config.partitionCount(); p++) {
                if (!config.partition(p).replicas().equals(config.target(p))) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void aNodeWithoutASeedIsAClusterOfItsOwn() {
        try (Kith kith = Kith.connect(first().address().toString())) {
            RemoteHashMap<String, Long> words = kith.hashMap("words");
            assertThat(words.merge("gossip", 1L, Long::sum)).isEqualTo(1);
            assertThat(words.merge("gossip", 1L, Long::sum)).isEqualTo(2);
            assertThat(words).hasSize(1);
        }
    }

    @Test
    void theEmbeddedClientNeedsNoSocket() {
        KithNode node = first();
        RemoteHashMap<String, String> map = node.client().hashMap("m");
        assertThat(map.put("k", "v")).isNull();
        assertThat(map.get("k")).isEqualTo("v");
    }

    @Test
    void dataSurvivesJoinsACrashAndALeave() throws Exception {
        KithNode one = first();
        KithNode two = joining(one);
        KithNode three = joining(two);
        awaitSettled(one, 3);
        Map<String, Integer> expected = new HashMap<>();
        try (Kith kith = Kith.connect(three.address().toString())) {
            RemoteHashMap<String, Integer> map = kith.hashMap("numbers");
            for (int i = 0; i < 500; i++) {
                map.put("key" + i, i);
                expected.put("key" + i, i);
            }
            KithNode four = joining(one);
            awaitSettled(four, 4);
            assertThat(map).isEqualTo(expected);

            three.close();
            for (int i = 0; i < 500; i++) {
                map.put("key" + i, i + 1);
                expected.put("key" + i, i + 1);
            }
            awaitSettled(four, 3);
            assertThat(map).isEqualTo(expected);

            one.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
            one.close();
            awaitSettled(four, 2);
            assertThat(map).isEqualTo(expected);
        }
    }

    @Test
    void aPortInUseIsAClearError() {
        KithNode node = first();
        assertThatThrownBy(() -> KithNode.start(
                        NodeOptions.defaults().listen(node.address().toString())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aNodeWhoseSeedsAreOfAnotherClusterEndsAndSaysWhy() {
        KithNode node = first();
        KithNode stranger = KithNode.start(NodeOptions.defaults()
                .listen("127.0.0.1:0")
                .cluster("another")
                .seed(node.address().toString()));
        nodes.add(stranger);
        assertThat(stranger.failed().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("belongs to the cluster 'kith', not to 'another'")
                        .hasMessageContaining("check the cluster's name"));
        assertThat(node.config()).isNotNull();
        assertThat(node.config().members()).hasSize(1);
    }

    @Test
    void aSeedThatNobodyListensAtIsNamedInPlainWords() {
        KithNode lonely =
                KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").seed("127.0.0.1:1"));
        nodes.add(lonely);
        await().atMost(PATIENCE).until(() -> lonely.waitingFor() != null);
        assertThat(lonely.waitingFor())
                .isEqualTo("asking 127.0.0.1:1 for admission, but: 127.0.0.1:1: nobody listens there"
                        + " (connection refused)");
    }

    @Test
    void aClientOfANodeThatIsInNoClusterYetLearnsWhyItWaitsAndGoesOnOnceTheNodeIsAdmitted() throws Exception {
        String free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = "127.0.0.1:" + socket.getLocalPort();
        }
        KithNode waiting =
                KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").seed(free));
        nodes.add(waiting);
        ClientOptions options =
                ClientOptions.defaults().address(waiting.address().toString());
        // On a busy machine it may not even have answered by then.
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> Kith.connect(options.connectWithin(Duration.ofMillis(500))))
                                .hasMessageContaining(waiting.address() + ": it answers, but is in no cluster yet"));
        CompletableFuture<Kith> connecting = CompletableFuture.supplyAsync(() -> Kith.connect(options));
        nodes.add(KithNode.start(NodeOptions.defaults().listen(free)));
        assertThat(connecting)
                .succeedsWithin(PATIENCE)
                .satisfies(kith -> assertThat(ClusterAccess.of(kith).config().isMember(waiting.id()))
                        .isTrue());
        connecting.join().close();
    }

    @Test
    void theLimitIsOnEachValueAndNotOnWhatIsSentAtOnce() {
        KithNode node =
                KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").valueLimitBytes(2_000));
        nodes.add(node);
        node.awaitServing(PATIENCE);
        try (Kith kith = Kith.connect(node.address().toString())) {
            RemoteVec<String> vec = kith.vec("values");
            assertThat(vec.addAll(List.of("a".repeat(1_500), "b".repeat(1_500))))
                    .isTrue();
            assertThat(vec).hasSize(2);
            assertThatThrownBy(() -> vec.add("c".repeat(2_500)))
                    .isInstanceOf(ValueTooLargeException.class)
                    .hasMessageContaining("2000");
        }
    }
}
