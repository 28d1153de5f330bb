package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first things that people do: processes that are started by hand, all by the same command. */
class FirstDeploymentsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<ClusterNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(ClusterNode::close);
    }

    @Test
    void the_same_command_in_three_shells_is_one_cluster_and_the_first_comes_back_to_it() throws IOException {
        List<String> addresses = free(3);
        for (String address : addresses) {
            start(address, addresses);
        }
        nodes.forEach(node -> node.awaitServing(LIMIT));
        try (Kith kith = Kith.connect(options(addresses))) {
            ClusterConfig config = awaitSettled(kith, 3);
            assertThat(config.members().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            nodes.stream().map(ClusterNode::id).toList());
            RemoteHashMap<String, String> map = kith.hashMap("words");
            for (int i = 0; i < 200; i++) {
                map.put("key " + i, "value " + i);
            }
            NodeId founder = config.members().values().stream()
                    .min((a, b) -> Long.compare(a.admittedIn(), b.admittedIn()))
                    .orElseThrow()
                    .id();
            ClusterNode first = nodes.stream()
                    .filter(node -> node.id().equals(founder))
                    .findFirst()
                    .orElseThrow();
            first.kill();
            nodes.remove(first);
            ClusterNode again = start(first.address(), addresses).awaitServing(LIMIT);
            ClusterConfig next = ClusterAccess.of(kith)
                    .awaitConfig(
                            now -> now.isMember(again.id())
                                    && !now.isMember(founder)
                                    && ClusterHealth.of(now).isSettled(),
                            LIMIT);
            assertThat(next.clusterId()).isEqualTo(config.clusterId());
            try (Kith fresh = Kith.connect(options(List.of(again.address())))) {
                assertThat(ClusterAccess.of(fresh).config().clusterId()).isEqualTo(config.clusterId());
                assertThat(fresh.<String, String>hashMap("words")).hasSize(200);
                assertThat(fresh.<String, String>hashMap("words").get("key 7")).isEqualTo("value 7");
            }
        }
    }

    @Test
    void a_node_without_seeds_says_that_it_made_a_cluster_and_how_to_avoid_that() {
        ClusterNode node = ClusterNode.start(
                NodeProgram.forShortRuns(),
                List.of("node", "--exit-with-parent", "--log-level", "WARN", "--listen", "127.0.0.1:0"));
        nodes.add(node);
        node.awaitServing(LIMIT);
        assertThat(node.lastLines())
                .contains("makes a new cluster 'kith', as it has no seeds", "--seed HOST:PORT", "--expect 3");
    }

    private ClusterNode start(String listen, List<String> seeds) {
        ClusterNode node = ClusterNode.start(
                NodeProgram.forShortRuns(),
                List.of(
                        "node",
                        "--exit-with-parent",
                        "--log-level",
                        "WARN",
                        "--listen",
                        listen,
                        "--seeds",
                        String.join(",", seeds),
                        "--expect",
                        "3"));
        nodes.add(node);
        return node;
    }

    private static ClientOptions options(List<String> addresses) {
        ClientOptions options = ClientOptions.defaults().connectTimeout(LIMIT).deadline(LIMIT);
        for (String address : addresses) {
            options = options.address(address);
        }
        return options;
    }

    private static ClusterConfig awaitSettled(Kith kith, int members) {
        return ClusterAccess.of(kith)
                .awaitConfig(
                        config -> config.members().size() == members
                                && config.voters().size() == members
                                && ClusterHealth.of(config).isSettled(),
                        LIMIT);
    }

    private static List<String> free(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            addresses.add("127.0.0.1:" + socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return addresses;
    }
}
