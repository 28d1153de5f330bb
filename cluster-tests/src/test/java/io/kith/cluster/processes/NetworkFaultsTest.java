package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real nodes, each on a host of its own, whose links fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkFaultsTest {
    private static final int NODES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration FAULT = Duration.ofSeconds(4);

    private final ProcessCluster cluster = ProcessCluster.named("network-faults", 2);
    private final Set<NodeId> everRemoved = ConcurrentHashMap.newKeySet();
    private NetworkLab lab;
    private Kith kith;

    @BeforeAll
    void start() {
        String missing = NetworkLab.missing();
        assumeTrue(missing == null, missing);
        lab = new NetworkLab(NODES);
        for (int host = 1; host <= NODES; host++) {
            cluster.add(NodeProgram.forShortRuns().within(lab.on(host)), lab.address(host) + ":0", List.of())
                    .awaitServing(LIMIT);
        }
        kith = cluster.connect(Duration.ofMinutes(1));
        cluster.awaitSettled(kith, NODES, LIMIT);
        ClusterAccess.of(kith)
                .onConfigChange(config -> cluster.nodes().stream()
                        .map(ClusterNode::id)
                        .filter(id -> !config.isMember(id))
                        .forEach(everRemoved::add));
    }

    @AfterEach
    void heal() {
        lab.heal();
        cluster.awaitSettled(kith, NODES, LIMIT);
        everRemoved.clear();
    }

    @AfterAll
    void end() {
        if (kith != null) {
            kith.close();
        }
        cluster.close();
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void nobodyIsRemovedWhenTwoNodesLoseEachOtherButOthersHearBoth() {
        underLoad(() -> {
            lab.cut(1, 2);
            lab.cut(2, 1);
        });
        assertThat(everRemoved).isEmpty();
    }

    @Test
    void nobodyIsRemovedWhenALinkWorksInOneDirectionOnly() {
        underLoad(() -> lab.cut(3, 4));
        assertThat(everRemoved).isEmpty();
    }

    @Test
    void nobodyIsRemovedWhenANodeLosesOnePacketInTwenty() {
        underLoad(() -> lab.lose(2, 5));
        assertThat(everRemoved).isEmpty();
    }

    @Test
    void aNodeThatIsCutOffIsRemovedAndComesBackUnderItsName() {
        NodeId lonely = cluster.nodes().get(3).id();
        underLoad(() -> {
            lab.isolate(4);
            cluster.awaitConfig(kith, config -> !config.isMember(lonely), LIMIT);
        });
        ClusterConfig config = cluster.awaitSettled(kith, NODES, LIMIT);
        assertThat(everRemoved).containsExactly(lonely);
        assertThat(config.isMember(lonely)).isTrue();
    }

    private void underLoad(Runnable fault) {
        try (Load load = new Load(cluster, LoadOptions.ofTest()).start()) {
            await().atMost(LIMIT).until(() -> load.succeeded() > 100);
            fault.run();
            await().pollDelay(FAULT).atMost(LIMIT).until(() -> true);
            lab.heal();
            long soFar = load.succeeded();
            await().atMost(LIMIT).until(() -> load.succeeded() > soFar + 200);
            LoadReport report = load.stop();
            assertThat(report.violations()).isEmpty();
            assertThat(report.isRight()).as("%s", report).isTrue();
            assertThat(report.failures()).isEmpty();
        }
    }
}
