package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes that hold data, and a witness that votes. */
class WitnessTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void eitherOfTwoNodesGoesOnWithoutTheOther() {
        try (ProcessCluster cluster = ProcessCluster.named("witness", 2)) {
            List<ClusterNode> nodes = cluster.start(2);
            ClusterNode witness = cluster.add("--witness").awaitServing(LIMIT);
            try (Kith kith = cluster.connect(Duration.ofMinutes(1))) {
                ClusterConfig config = cluster.awaitConfig(
                        kith, next -> next.voters().size() == 3 && holds(next, nodes.get(1)) == 1024, LIMIT);
                assertThat(config.voters()).contains(witness.id());
                assertThat(holds(config, witness)).isZero();
                RemoteHashMap<String, String> map = kith.hashMap("witnessed");
                map.put("key", "by both");

                kill(cluster, nodes.get(0));
                assertThat(map.get("key")).isEqualTo("by both");
                map.put("key", "by the second");
                config = cluster.awaitConfig(
                        kith, next -> !next.isMember(nodes.get(0).id()), LIMIT);
                assertThat(holds(config, witness)).isZero();

                ClusterNode third = cluster.add().awaitServing(LIMIT);
                cluster.awaitConfig(kith, next -> next.voters().size() == 3 && holds(next, third) == 1024, LIMIT);
                kill(cluster, nodes.get(1));
                assertThat(map.get("key")).isEqualTo("by the second");
                map.put("key", "by the third");
                assertThat(map.get("key")).isEqualTo("by the third");
                config = cluster.awaitConfig(
                        kith, next -> !next.isMember(nodes.get(1).id()), LIMIT);
                assertThat(holds(config, witness)).isZero();
                // Whoever holds the data decides alone: the witness may go too.
                assertThat(config.members().values().stream().filter(Member::takesPartitions))
                        .extracting(Member::id)
                        .containsExactly(third.id());

                witness.leave();
                assertThat(witness.awaitEnd(LIMIT)).isZero();
                map.put("key", "alone");
                assertThat(map.get("key")).isEqualTo("alone");
            }
        }
    }

    private static long holds(ClusterConfig config, ClusterNode node) {
        NodeId id = node.id();
        long count = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            count += config.partition(p).lists(id) ? 1 : 0;
        }
        return count;
    }

    private static void kill(ProcessCluster cluster, ClusterNode node) {
        node.kill();
        cluster.forget(node);
    }
}
