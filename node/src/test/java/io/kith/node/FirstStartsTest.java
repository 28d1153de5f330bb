package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.transport.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that are started the first time, and how they find each other. */
class FirstStartsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<KithNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(KithNode::close);
    }

    @Test
    void threeThatAreStartedAlikeAreOneClusterAndALaterOneJoinsIt() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 3);
        for (String address : addresses) {
            start(options(address, addresses).expect(3));
        }
        awaitOneCluster(3);
        start(options("127.0.0.1:0", addresses).expect(3));
        awaitOneCluster(4);
    }

    @Test
    void fewerThanExpectedSayForWhomTheyWait() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 3);
        KithNode first = start(options(addresses.get(0), addresses).expect(3));
        start(options(addresses.get(1), addresses).expect(3));
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(first.waitingFor())
                        .matches("waits for 3 nodes to make the cluster, hears 2: .*" + addresses.get(2)
                                + ": nobody listens there.*"));
        assertThat(first.config()).isNull();
    }

    @Test
    void oneThatNamesOnlyItselfSaysWhatToDo() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 1);
        KithNode lonely = start(options(addresses.get(0), addresses));
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(lonely.waitingFor())
                        .matches("waits to be admitted, .* are this node itself; .*--expect N.*"));
    }

    @Test
    void twoThatNameEachOtherSayWhatToDo() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 2);
        KithNode first = start(options(addresses.get(0), addresses.subList(1, 2)));
        KithNode second = start(options(addresses.get(1), addresses.subList(0, 1)));
        for (KithNode node : List.of(first, second)) {
            await().atMost(PATIENCE)
                    .until(() -> String.valueOf(node.waitingFor())
                            .matches("node .* says: it is in no cluster either.*--expect N.*"));
        }
    }

    @Test
    void allAddressesOfANameAreAskedAndLookedUpAnew() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 3);
        int port = NodeAddress.parse(addresses.get(0)).port();
        Map<String, List<NodeAddress>> names = new ConcurrentHashMap<>();
        names.put("kith.test", List.of(NodeAddress.parse(addresses.get(0))));
        NodeOptions named = NodeOptions.defaults()
                .seed("dns:kith.test:" + port)
                .expect(3)
                .lookup(name -> {
                    List<NodeAddress> found = names.get(name.host());
                    return found == null
                            ? CompletableFuture.failedFuture(
                                    new UnknownHostException("no host is named " + name.host()))
                            : CompletableFuture.completedFuture(found);
                });
        for (String address : addresses) {
            start(named.listen(address));
        }
        KithNode first = nodes.get(0);
        await().atMost(PATIENCE).until(() -> String.valueOf(first.waitingFor()).contains("hears"));
        // As if the other machines had been entered now, behind one that is dead.
        names.put(
                "kith.test",
                List.of(
                        new NodeAddress("127.0.0.1", 1),
                        NodeAddress.parse(addresses.get(1)),
                        NodeAddress.parse(addresses.get(2)),
                        NodeAddress.parse(addresses.get(0))));
        awaitOneCluster(3);
    }

    @Test
    void aNameThatDoesNotExistIsNamed() {
        KithNode lonely = start(NodeOptions.defaults()
                .listen("127.0.0.1:0")
                .seed("dns:kith.test:7400")
                .lookup(name ->
                        CompletableFuture.failedFuture(new UnknownHostException("no host is named 'kith.test'"))));
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(lonely.waitingFor()).contains("no host is named 'kith.test'"));
    }

    @Test
    void addressesMayBeOfTheSixthVersion() throws IOException {
        List<String> addresses =
                free(InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 3);
        for (String address : addresses) {
            start(options(address, addresses).expect(3));
        }
        awaitOneCluster(3);
    }

    @Test
    void anAddressThatNobodyReachesIsRefusedAndTheNodeSaysWhy() throws IOException {
        List<String> addresses = free(InetAddress.getLoopbackAddress(), 3);
        for (String address : addresses) {
            start(options(address, addresses).expect(3));
        }
        awaitOneCluster(3);
        String broken = free(InetAddress.getLoopbackAddress(), 1).get(0);
        for (String advertised : List.of(broken, "0.0.0.0:7400", addresses.get(1))) {
            KithNode joiner = KithNode.start(options("127.0.0.1:0", addresses).advertise(advertised));
            try {
                await().atMost(PATIENCE)
                        .until(() -> String.valueOf(joiner.waitingFor())
                                .matches(".*reaches (you at )?" + advertised + ".*check --advertise.*"));
                assertThat(joiner.config()).isNull();
            } finally {
                joiner.close();
            }
        }
        assertThat(nodes.get(0).config().members()).hasSize(3);
    }

    @Test
    void toExpectHalfOfTheSeedsOrNobodyIsRefused() {
        NodeOptions four =
                NodeOptions.defaults().seed("a:1").seed("b:1").seed("c:1").seed("d:1");
        assertThatThrownBy(() -> four.expect(2)).hasMessageContaining("expect 3 or more");
        assertThatThrownBy(() -> four.expect(0)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> four.expect(3).seed("e:1").seed("f:1")).hasMessageContaining("expect 4 or more");
        assertThatThrownBy(() -> KithNode.start(NodeOptions.defaults().expect(3)))
                .hasMessageContaining("takes seeds");
    }

    private KithNode start(NodeOptions options) {
        KithNode node = KithNode.start(options);
        nodes.add(node);
        return node;
    }

    private void awaitOneCluster(int members) {
        await().atMost(PATIENCE)
                .until(() -> nodes.stream()
                                .allMatch(node -> node.config() != null
                                        && node.config().isMember(node.id())
                                        && node.config().members().size() == members)
                        && nodes.stream()
                                        .map(node -> node.config().clusterId())
                                        .distinct()
                                        .count()
                                == 1);
    }

    private static NodeOptions options(String listen, List<String> seeds) {
        NodeOptions options = NodeOptions.defaults().listen(listen).partitions(64);
        for (String seed : seeds) {
            options = options.seed(seed);
        }
        return options;
    }

    private static List<String> free(InetAddress host, int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, host);
            sockets.add(socket);
            addresses.add(new NodeAddress(host.getHostAddress(), socket.getLocalPort()).toString());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return addresses;
    }
}
