package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.RemoteVecDeque;
import io.kith.client.connect.ClusterAccess;
import io.kith.cluster.processes.ClusterNode;
import io.kith.cluster.processes.ProcessCluster;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of nodes are killed while clients go on; nothing is lost, and nothing is done twice. */
@Timeout(600)
class ExactlyOnceTest {
    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceTest.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DEQUES = 16;

    private final Random random = new Random();
    private ProcessCluster cluster;
    private Kith kith;

    @BeforeEach
    void start() {
        cluster = ProcessCluster.named("exactly-once", 2);
        cluster.start(3);
        kith = cluster.connect(Duration.ofSeconds(30));
        cluster.awaitSettled(kith, 3, PATIENCE);
    }

    @AfterEach
    void close() {
        kith.close();
        cluster.close();
    }

    /** Kills a node with SIGKILL and starts another; returns when every partition has its replicas again. */
    private void replace(ClusterNode node) {
        node.kill();
        cluster.add();
        NodeId killed = node.id();
        ClusterAccess.of(kith).awaitConfig(config -> !config.isMember(killed), PATIENCE);
        cluster.awaitSettled(kith, 3, PATIENCE);
    }

    private void killWhileTrafficGoesOn(int kills) throws Exception {
        try (QueueTraffic traffic = new QueueTraffic(kith, "traffic")) {
            traffic.start();
            for (int i = 0; i < kills; i++) {
                List<ClusterNode> serving = cluster.serving();
                replace(serving.get(random.nextInt(serving.size())));
            }
            LOG.info("{} nodes killed: {}", kills, traffic.stopAndCheck());
        }
    }

    @Test
    void elementsComeOutOnceAndCountersAreExactWhileNodesAreKilled() throws Exception {
        killWhileTrafficGoesOn(2);
    }

    @Test
    @Tag("soak")
    void elementsComeOutOnceAndCountersAreExactWhileManyNodesAreKilled() throws Exception {
        killWhileTrafficGoesOn(40);
    }

    @Test
    void thoseBlockedInTakeGetOneElementEachThoughThePrimaryIsKilled() throws Exception {
        // Which node is a deque's primary its proxy does not tell: of so many, some are on whichever is killed.
        List<RemoteVecDeque<Integer>> deques = new ArrayList<>();
        List<List<CompletableFuture<Integer>>> takes = new ArrayList<>();
        for (int i = 0; i < DEQUES; i++) {
            RemoteVecDeque<Integer> deque = kith.vecDeque("waited for " + i);
            deques.add(deque);
            takes.add(List.of(takeInThread(deque), takeInThread(deque)));
        }
        for (RemoteVecDeque<Integer> deque : deques) {
            assertThat(deque.poll(10, TimeUnit.MILLISECONDS)).isNull();
        }
        replace(cluster.serving().get(1));
        for (int i = 0; i < DEQUES; i++) {
            assertThat(takes.get(i)).noneMatch(CompletableFuture::isDone);
            deques.get(i).addAll(List.of(1, 2, 3));
            List<Integer> taken = new ArrayList<>();
            for (CompletableFuture<Integer> each : takes.get(i)) {
                taken.add(each.get(30, TimeUnit.SECONDS));
            }
            assertThat(taken).containsExactlyInAnyOrder(1, 2);
            assertThat(deques.get(i)).containsExactly(3);
        }
    }

    private static CompletableFuture<Integer> takeInThread(RemoteVecDeque<Integer> deque) {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread taker = new Thread(() -> {
            try {
                taken.complete(deque.take());
            } catch (InterruptedException | RuntimeException e) {
                taken.completeExceptionally(e);
            }
        });
        taker.setDaemon(true);
        taker.start();
        return taken;
    }
}
