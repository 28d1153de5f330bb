package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClusterFullException;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.client.view.KithEvent;
import io.kith.config.ClusterConfig;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes with little memory for data, which a user fills up. */
@Timeout(120)
class FullNodeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NODES = 3;
    private static final int VALUE_BYTES = 10_000;

    private final List<KithNode> nodes = new ArrayList<>();

    @AfterEach
    void closeNodes() {
        nodes.forEach(KithNode::close);
    }

    private void start() {
        for (int i = 0; i < NODES; i++) {
            NodeOptions options = NodeOptions.defaults()
                    .listen("127.0.0.1:0")
                    .partitions(64)
                    .dataLoops(2)
                    .memoryLimitBytes(2 << 20);
            KithNode node = KithNode.start(
                    i == 0 ? options : options.seed(nodes.get(0).address().toString()));
            nodes.add(node);
            node.awaitServing(PATIENCE);
        }
    }

    @Test
    void a_full_node_refuses_what_adds_data_and_nothing_else_until_there_is_room() {
        start();
        try (Kith kith = Kith.connect(nodes.get(0).address().toString())) {
            ClusterAccess.of(kith).awaitConfig(config -> config.members().size() == NODES, PATIENCE);
            List<KithEvent> events = new CopyOnWriteArrayList<>();
            kith.onEvent(events::add);
            RemoteHashMap<String, byte[]> map = kith.hashMap("full");
            Map<String, byte[]> acknowledged = new LinkedHashMap<>();
            String refused = fill(map, acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(100);
            assertThatThrownBy(() -> map.put(refused, new byte[VALUE_BYTES]))
                    .isInstanceOf(ClusterFullException.class)
                    .hasMessageContaining("limits.memory.percent")
                    .hasMessageContaining("nothing was changed");
            await().atMost(PATIENCE).until(() -> kinds(events).contains(KithEvent.MemberChange.FULL));

            // All else goes on.
            assertThat(map.get(refused)).isNull();
            acknowledged.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
            String first = acknowledged.keySet().iterator().next();
            assertThat(map.put(first, new byte[1])).isEqualTo(acknowledged.get(first));
            acknowledged.put(first, new byte[1]);
            await().atMost(PATIENCE)
                    .until(() -> ClusterAccess.of(kith).links(PATIENCE).stream()
                            .map(MemoryUse::of)
                            .anyMatch(memory -> memory.limitBytes() == 2 << 20 && memory.storedBytes() > 1 << 20));

            List<String> removed = List.copyOf(acknowledged.keySet()).subList(0, acknowledged.size() * 3 / 4);
            for (String key : removed) {
                assertThat(map.remove(key)).isEqualTo(acknowledged.remove(key));
            }
            await().atMost(PATIENCE).until(() -> kinds(events).contains(KithEvent.MemberChange.FULL_NO_MORE));
            await().atMost(PATIENCE)
                    .ignoreException(ClusterFullException.class)
                    .untilAsserted(() -> map.put(refused, new byte[VALUE_BYTES]));
            acknowledged.put(refused, new byte[VALUE_BYTES]);

            assertThat(map).hasSize(acknowledged.size());
            acknowledged.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
            // Once each way, for each node that was full.
            long full = kinds(events).stream()
                    .filter(KithEvent.MemberChange.FULL::equals)
                    .count();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(kinds(events).stream().filter(KithEvent.MemberChange.FULL_NO_MORE::equals))
                                    .hasSize((int) full));
            assertThat(full).isBetween(1L, (long) NODES);
        }
    }

    @Test
    void what_a_node_that_fails_held_is_copied_as_far_as_there_is_room_and_the_rest_once_there_is() {
        start();
        try (Kith kith = Kith.connect(nodes.get(0).address().toString())) {
            ClusterAccess access = ClusterAccess.of(kith);
            access.awaitConfig(config -> config.members().size() == NODES && isFullyReplicated(config), PATIENCE);
            RemoteHashMap<String, byte[]> map = kith.hashMap("full");
            Map<String, byte[]> acknowledged = new LinkedHashMap<>();
            fill(map, acknowledged);

            nodes.remove(NODES - 1).close();
            access.awaitConfig(config -> config.members().size() == NODES - 1, PATIENCE);
            await().atMost(PATIENCE).until(() -> refusedCopies(access) > 0);
            assertThat(isFullyReplicated(access.config())).isFalse();
            acknowledged.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
            assertThat(access.links(PATIENCE).stream().map(MemoryUse::of))
                    .as("data, and a quarter more for copies")
                    .allMatch(memory -> memory.storedBytes() <= (2 << 20) + (1 << 19));

            List<String> removed = List.copyOf(acknowledged.keySet()).subList(0, acknowledged.size() * 3 / 4);
            for (String key : removed) {
                assertThat(map.remove(key)).isEqualTo(acknowledged.remove(key));
            }
            access.awaitConfig(FullNodeTest::isFullyReplicated, PATIENCE);
            await().atMost(PATIENCE).until(() -> refusedCopies(access) == 0);
            acknowledged.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        }
    }

    private static int refusedCopies(ClusterAccess access) {
        return access.links(PATIENCE).stream()
                .map(NodeFigures::of)
                .mapToInt(NodeFigures::refusedCopies)
                .sum();
    }

    private static boolean isFullyReplicated(ClusterConfig config) {
        for (int p = 0; p < config.partitionCount(); p++) {
            if (config.partition(p).replicas().size() < config.replicationFactor()) {
                return false;
            }
        }
        return true;
    }

    /** Puts entry after entry until one is refused, and gives back the key of that. */
    private static String fill(RemoteHashMap<String, byte[]> map, Map<String, byte[]> acknowledged) {
        for (int i = 0; i < 10_000; i++) {
            String key = "key " + i;
            byte[] value = new byte[VALUE_BYTES];
            value[0] = (byte) i;
            try {
                map.put(key, value);
                acknowledged.put(key, value);
            } catch (ClusterFullException e) {
                return key;
            }
        }
        throw new AssertionError("10,000 values of 10 kB fitted into 2 MiB");
    }

    private static List<KithEvent.MemberChange> kinds(List<KithEvent> events) {
        List<KithEvent.MemberChange> kinds = new ArrayList<>();
        for (KithEvent event : events) {
            if (event instanceof KithEvent.MemberChanged changed) {
                kinds.add(changed.kind());
            }
        }
        return kinds;
    }
}
