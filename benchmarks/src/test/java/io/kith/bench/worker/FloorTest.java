package io.kith.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Contestant;
import io.kith.bench.peer.Contestants;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.process.ServerProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors for real: servers as processes, workloads of a fraction of a second. */
final class FloorTest {
    private static final int ENTRIES = 100;
    private static final int ELEMENTS = 50;

    @Test
    void theFloorOverNettyRunsEveryWorkload() {
        Contestant netty = Contestants.named("netty");
        try (Cluster cluster = netty.start(2);
                PeerClient client = netty.connect(cluster.endpoints())) {
            Worker worker = new Worker(client, new Fill(ENTRIES, ELEMENTS));
            List<Long> servers =
                    cluster.nodes().stream().map(ServerProcess::pid).toList();
            for (String workload : Workloads.names()) {
                Answer answer = worker.run(new Order(workload, 1, 50, servers, true));
                assertThat(answer.error()).as(workload).isEmpty();
                assertThat(answer.possible()).as(workload).isTrue();
                assertThat(answer.figures().get(Metric.THROUGHPUT)).as(workload).isPositive();
                assertThat(answer.figures().get(Metric.P50)).as(workload).isPositive();
                assertThat(answer.figures().get(Metric.MAX) * 1_000)
                        .as(workload)
                        .isGreaterThanOrEqualTo(answer.figures().get(Metric.P50));
                assertThat(answer.figures().get(Metric.ALLOCATED_CLIENT))
                        .as(workload)
                        .isPositive();
            }
        }
    }

    @Test
    void theFloorOfBlockingSocketsSaysWhatItCannot() {
        Contestant socket = Contestants.named("socket");
        try (Cluster cluster = socket.start(2);
                PeerClient client = socket.connect(cluster.endpoints())) {
            Worker worker = new Worker(client, new Fill(ENTRIES, ELEMENTS));
            for (String workload : List.of("get", "put", "mixed-32")) {
                Answer answer = worker.run(new Order(workload, 1, 50, List.of(), false));
                assertThat(answer.error()).as(workload).isEmpty();
                assertThat(answer.figures().get(Metric.THROUGHPUT)).as(workload).isPositive();
            }
            assertThat(worker.run(new Order("pipelined-0", 1, 50, List.of(), false))
                            .possible())
                    .isFalse();
        }
    }

    @Test
    void serversEndWithTheirCluster() {
        Cluster cluster = Contestants.named("netty").start(2);
        List<ServerProcess> servers = cluster.nodes();
        assertThat(servers).hasSize(2).allMatch(ServerProcess::isAlive);
        cluster.close();
        assertThat(servers).noneMatch(ServerProcess::isAlive);
    }
}
