package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real nodes that crash and hang while real clients use them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeFaultsTest {
    private static final int NODES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String KEY = "key";

    private final ProcessCluster cluster = ProcessCluster.named("node-faults", 2);
    private Kith kith;
    private RemoteHashMap<String, String> map;
    private CollectionRef mapId;

    @BeforeAll
    void start() throws Exception {
        cluster.start(NODES);
        kith = cluster.connect(Duration.ofMinutes(1));
        ClusterConfig config = cluster.awaitSettled(kith, NODES, LIMIT);
        map = kith.hashMap("faults");
        map.put(KEY, "first");
        mapId = RawClient.mapId("faults", config);
    }

    @AfterAll
    void end() {
        if (kith != null) {
            kith.close();
        }
        cluster.close();
    }

    @BeforeEach
    void refill() {
        while (cluster.serving().size() < NODES) {
            cluster.add().awaitServing(LIMIT);
        }
        cluster.awaitSettled(kith, NODES, LIMIT);
    }

    @Test
    void whenAPrimaryIsKilledItsReplicaGoesOnWithAllThatWasAcknowledged() {
        underLoad(() -> {
            map.put(KEY, "before the crash");
            kill(replicas().primary());
            assertThat(map.get(KEY)).isEqualTo("before the crash");
            map.put(KEY, "after the crash");
            assertThat(map.get(KEY)).isEqualTo("after the crash");
        });
    }

    @Test
    void whenABackupIsKilledThePrimaryGoesOnAlone() {
        underLoad(() -> {
            map.put(KEY, "before the crash");
            NodeId primary = replicas().primary();
            kill(replicas().replicas().get(1));
            map.put(KEY, "after the crash");
            assertThat(map.get(KEY)).isEqualTo("after the crash");
            assertThat(replicas().replicas()).contains(primary);
        });
    }

    @Test
    void aFrozenPrimaryThatWakesUpAnswersNoReadFromItsPast() throws Exception {
        ClusterConfig past = ClusterAccess.of(kith).config();
        ClusterNode frozen = cluster.node(replicas().primary());
        map.put(KEY, "old");
        List<CompletableFuture<ClientMessage.Response>> answers = new ArrayList<>();
        try (RawClient raw = new RawClient(past.member(frozen.id()).address())) {
            ClientMessage.Response current = raw.get(mapId, KEY, past).get();
            assertThat(current.status()).isEqualTo(ResponseStatus.OK);
            assertThat(RawClient.value(current)).isEqualTo("old");

            underLoad(() -> {
                frozen.freeze();
                assertThat(frozen.isFrozen()).isTrue();
                try {
                    // These lie in its socket when it wakes up, and are the first that it sees.
                    for (int i = 0; i < 100; i++) {
                        answers.add(raw.get(mapId, KEY, past));
                    }
                    map.put(KEY, "new");
                    cluster.awaitConfig(kith, config -> !config.isMember(frozen.id()), LIMIT);
                } finally {
                    frozen.thaw();
                }
                await().atMost(LIMIT).until(() -> {
                    answers.add(raw.get(mapId, KEY, past));
                    return answers.stream().allMatch(CompletableFuture::isDone)
                            && ClusterAccess.of(kith).config().isMember(frozen.id());
                });
            });
        }
        assertThat(answers).hasSizeGreaterThan(100).allSatisfy(answer -> {
            ClientMessage.Response response = answer.join();
            if (response.status() == ResponseStatus.OK) {
                assertThat(RawClient.value(response)).isEqualTo("new");
            }
        });
        assertThat(map.get(KEY)).isEqualTo("new");
    }

    private PartitionReplicas replicas() {
        ClusterConfig config = ClusterAccess.of(kith).config();
        return config.partition(RawClient.partitionOf(mapId, KEY, config));
    }

    private void kill(NodeId node) {
        ClusterNode process = cluster.node(node);
        process.kill();
        cluster.forget(process);
    }

    private void underLoad(Runnable fault) {
        try (Load load = new Load(cluster, LoadOptions.ofTest()).start()) {
            await().atMost(LIMIT).until(() -> load.succeeded() > 100);
            fault.run();
            long soFar = load.succeeded();
            await().atMost(LIMIT).until(() -> load.succeeded() > soFar + 200);
            LoadReport report = load.stop();
            assertThat(report.violations()).isEmpty();
            assertThat(report.isRight()).as("%s", report).isTrue();
            assertThat(report.failures()).isEmpty();
        }
    }
}
