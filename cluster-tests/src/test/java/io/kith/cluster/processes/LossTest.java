package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.Kith;
import io.kith.client.KithTimeoutException;
import io.kith.client.PartitionUnavailableException;
import io.kith.client.RemoteHashMap;
import io.kith.collections.wire.CollectionRef;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** More nodes are gone than there are copies: what goes on, what does not, and what an operator can do. */
class LossTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String MAP = "losses";
    private static final int KEYS = 200;

    @Test
    void withoutAMajorityOfVotersPartitionsGoOnWhoseReplicasCanTalkAndRecoveryBringsBackTheRest() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.named("majority", 2)) {
            cluster.start(4);
            try (Kith kith = cluster.connect(Duration.ofMinutes(1));
                    Kith impatient = cluster.connect(Duration.ofSeconds(2))) {
                ClusterConfig config = cluster.awaitSettled(kith, 4, LIMIT);
                RemoteHashMap<String, String> map = filled(kith);
                List<NodeId> gone = votersThatShareKeysAsDoTheOthers(config);
                Map<Integer, List<String>> bySurvivors = keysBySurvivors(config, gone);
                assertThat(bySurvivors).containsOnlyKeys(0, 1, 2);

                // Opened while the registry's partition is sure to be there.
                RemoteHashMap<String, String> soon = await().atMost(LIMIT)
                        .ignoreExceptionsInstanceOf(KithTimeoutException.class)
                        .until(() -> impatient.<String, String>hashMap(MAP), opened -> true);
                killAtOnce(cluster, gone);
                await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> {
                    for (String key : bySurvivors.get(2)) {
                        map.put(key, "again " + key);
                        assertThat(map.get(key)).isEqualTo("again " + key);
                    }
                    return true;
                });
                assertThatThrownBy(() -> soon.get(bySurvivors.get(0).get(0))).isInstanceOf(KithTimeoutException.class);

                Shell.Result asked = recover(cluster);
                assertThat(asked.exitCode()).as(asked.output()).isEqualTo(1);
                assertThat(asked.output())
                        .contains("1 of 3 voters answer", "start EMPTY", "IS LOST", "nothing was done");
                Shell.Result unnamed = recover(cluster, "--yes");
                assertThat(unnamed.exitCode()).as(unnamed.output()).isEqualTo(1);
                assertThat(unnamed.output())
                        .contains("no new generation was made: there may still live")
                        .contains(lost(gone));
                Shell.Result done = recover(cluster, withLost(gone));
                assertThat(done.exitCode()).as(done.output()).isZero();
                assertThat(done.output()).contains("generation 2, 2 members");

                cluster.awaitSettled(kith, 2, LIMIT);
                for (String key : bySurvivors.get(2)) {
                    assertThat(map.get(key)).isEqualTo("again " + key);
                }
                for (String key : bySurvivors.get(1)) {
                    assertThat(map.get(key)).isEqualTo(key);
                }
                for (String key : bySurvivors.get(0)) {
                    assertThat(map.put(key, "anew")).isNull();
                }
                assertThat(recover(cluster).output()).contains("nothing to recover");
            }
        }
    }

    @Test
    void whatNobodyHoldsAnyMoreIsUnavailableUntilAnOperatorAcceptsTheLoss() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.named("unavailable", 1)) {
            cluster.start(3);
            try (Kith kith = cluster.connect(Duration.ofMinutes(1))) {
                ClusterConfig config = cluster.awaitSettled(kith, 3, LIMIT);
                RemoteHashMap<String, String> map = filled(kith);
                NodeId gone = config.voters().get(1);
                Map<Integer, List<String>> bySurvivors = keysBySurvivors(config, List.of(gone));

                killAtOnce(cluster, List.of(gone));
                for (String key : bySurvivors.get(1)) {
                    assertThat(map.get(key)).isEqualTo(key);
                }
                cluster.awaitConfig(kith, next -> !next.isMember(gone), LIMIT);
                // Each takes the seconds for which a client hopes that the node comes back.
                for (String key : bySurvivors.get(0).subList(0, 2)) {
                    assertThatThrownBy(() -> map.get(key)).isInstanceOf(PartitionUnavailableException.class);
                    assertThatThrownBy(() -> map.put(key, "?")).isInstanceOf(PartitionUnavailableException.class);
                }

                Shell.Result unnamed = recover(cluster, "--yes");
                assertThat(unnamed.exitCode()).as(unnamed.output()).isEqualTo(1);
                assertThat(unnamed.output())
                        .contains("there may still live " + gone.shortName())
                        .contains(lost(List.of(gone)));
                Shell.Result done = recover(cluster, withLost(List.of(gone)));
                assertThat(done.exitCode()).as(done.output()).isZero();
                assertThat(done.output()).contains("have lost all their replicas", "generation 1, 2 members");
                for (String key : bySurvivors.get(0)) {
                    assertThat(map.put(key, "anew")).isNull();
                    assertThat(map.get(key)).isEqualTo("anew");
                }
                for (String key : bySurvivors.get(1)) {
                    assertThat(map.get(key)).isEqualTo(key);
                }
            }
        }
    }

    private static RemoteHashMap<String, String> filled(Kith kith) {
        RemoteHashMap<String, String> map = kith.hashMap(MAP);
        for (int i = 0; i < KEYS; i++) {
            map.put("key-" + i, "key-" + i);
        }
        return map;
    }

    /** Not every two of four nodes share partitions; two of the voters do whose loss leaves two that do as well. */
    private static List<NodeId> votersThatShareKeysAsDoTheOthers(ClusterConfig config) throws Exception {
        List<NodeId> voters = config.voters();
        for (NodeId one : voters) {
            for (NodeId other : voters) {
                List<NodeId> pair = List.of(one, other);
                if (!one.equals(other) && keysBySurvivors(config, pair).size() == 3) {
                    return pair;
                }
            }
        }
        throw new AssertionError("no two voters share partitions in " + config);
    }

    /** The keys, by how many of their replicas are not {@code gone}. */
    private static Map<Integer, List<String>> keysBySurvivors(ClusterConfig config, List<NodeId> gone)
            throws Exception {
        CollectionRef id = RawClient.mapId(MAP, config);
        Map<Integer, List<String>> keys = new TreeMap<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            List<NodeId> replicas = new ArrayList<>(
                    config.partition(RawClient.partitionOf(id, key, config)).replicas());
            replicas.removeAll(gone);
            keys.computeIfAbsent(replicas.size(), unused -> new ArrayList<>()).add(key);
        }
        return keys;
    }

    /** Frozen first, so that none lives to see another one die. */
    private static void killAtOnce(ProcessCluster cluster, List<NodeId> nodes) {
        List<ClusterNode> victims = nodes.stream().map(cluster::node).toList();
        victims.forEach(ClusterNode::freeze);
        victims.forEach(ClusterNode::kill);
        victims.forEach(cluster::forget);
    }

    private static List<String> lost(List<NodeId> gone) {
        return gone.stream().map(node -> "--lost " + node.shortName()).toList();
    }

    private static String[] withLost(List<NodeId> gone) {
        List<String> options = new ArrayList<>(List.of("--yes"));
        gone.forEach(node -> options.addAll(List.of("--lost", node.shortName())));
        return options.toArray(String[]::new);
    }

    private static Shell.Result recover(ProcessCluster cluster, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("recover", "--seed", cluster.serving().get(0).address()));
        arguments.addAll(List.of(options));
        return Shell.tryRun(NodeProgram.forShortRuns().asking(arguments.toArray(String[]::new)));
    }
}
