package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.node.view.NodeFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that take in little at a time. */
@Timeout(180)
class IntakeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int VALUE_LIMIT = 1 << 20;
    private static final int RECEIVE_LIMIT = (2 << 20) + (256 << 10);

    private final List<KithNode> nodes = new ArrayList<>();

    @AfterEach
    void closeNodes() {
        nodes.forEach(KithNode::close);
    }

    private KithNode start(IntakeOptions intake) {
        NodeOptions options = NodeOptions.defaults()
                .listen("127.0.0.1:0")
                .partitions(16)
                .dataLoops(1)
                .valueLimitBytes(VALUE_LIMIT)
                .intake(intake);
        KithNode node = KithNode.start(
                nodes.isEmpty() ? options : options.seed(nodes.get(0).address().toString()));
        nodes.add(node);
        return node.awaitServing(PATIENCE);
    }

    private ClientOptions options() {
        return ClientOptions.defaults()
                .address(nodes.get(0).address().toString())
                .connectTimeout(PATIENCE)
                .deadline(PATIENCE);
    }

    @Test
    void a_client_that_is_one_too_many_is_told_and_nodes_come_in_all_the_same() {
        start(IntakeOptions.defaults().maxConnections(1));
        try (Kith first = Kith.connect(options())) {
            assertThatThrownBy(() -> Kith.connect(options().connectWithin(Duration.ofSeconds(2))))
                    .isInstanceOf(KithException.class)
                    .hasMessageContaining("the node has 1 connections of clients, its limit");
            start(IntakeOptions.defaults());
            ClusterAccess.of(first).awaitConfig(config -> config.members().size() == 2, PATIENCE);
        }
    }

    @Test
    void large_values_of_many_take_turns_and_all_arrive_and_the_room_is_there_again() throws Exception {
        IntakeOptions little = IntakeOptions.defaults().receiveLimitBytes(RECEIVE_LIMIT);
        start(little);
        start(little);
        List<Kith> clients = new ArrayList<>();
        try {
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                Kith kith = Kith.connect(options());
                clients.add(kith);
                RemoteHashMap<String, byte[]> map = kith.hashMap("large");
                for (int i = 0; i < 8; i++) {
                    byte[] value = new byte[VALUE_LIMIT - 1_000];
                    value[0] = (byte) c;
                    value[1] = (byte) i;
                    writes.add(map.async().set(c + " " + i, value).toCompletableFuture());
                }
            }
            for (CompletableFuture<Void> write : writes) {
                write.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            RemoteHashMap<String, byte[]> map = clients.get(0).hashMap("large");
            for (int c = 0; c < 4; c++) {
                for (int i = 0; i < 8; i++) {
                    assertThat(map.get(c + " " + i)).startsWith((byte) c, (byte) i);
                }
            }
            // What nodes say of themselves is a second old.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ClusterAccess.of(clients.get(0)).links(PATIENCE).stream()
                                    .map(report -> NodeFigures.of(report).intake())
                                    .filter(use -> use.receiveLimitBytes() > 0))
                            .hasSize(2)
                            .allMatch(use -> use.receiveLimitBytes() == RECEIVE_LIMIT
                                    && use.receivingBytes() == 0
                                    && use.waiting() == 0)
                            .anyMatch(use -> use.clients() >= 4));
        } finally {
            clients.forEach(Kith::close);
        }
    }
}
