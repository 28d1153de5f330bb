package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes whose links take long. */
class SlowLinksTest {
    private static final int NODES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration ONE_WAY = Duration.ofMillis(20);

    @Test
    void nodesThatAreFarFromEachOtherFormAClusterInWhichAllGoesRight() throws Exception {
        List<DelayProxy> proxies = new ArrayList<>();
        try (ProcessCluster cluster = ProcessCluster.named("slow-links", 2)) {
            for (int i = 0; i < NODES; i++) {
                int port = freePort();
                DelayProxy proxy = new DelayProxy(port, ONE_WAY);
                proxies.add(proxy);
                cluster.add(NodeProgram.forShortRuns(), "127.0.0.1:" + port, List.of("--advertise", proxy.address()))
                        .awaitServing(LIMIT);
            }
            try (Kith kith = cluster.connect(Duration.ofMinutes(1))) {
                cluster.awaitSettled(kith, NODES, LIMIT);
                assertThat(cluster.nodes())
                        .extracting(ClusterNode::address)
                        .containsExactlyElementsOf(
                                proxies.stream().map(DelayProxy::address).toList());
                try (Load load = new Load(cluster, LoadOptions.ofTest()).start()) {
                    await().atMost(LIMIT).until(() -> load.succeeded() > 300);
                    LoadReport report = load.stop();
                    assertThat(report.isRight()).as("%s", report).isTrue();
                    assertThat(report.failures()).isEmpty();
                }
                assertThat(ClusterAccess.of(kith).config().members()).hasSize(NODES);
            }
        } finally {
            proxies.forEach(DelayProxy::close);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
