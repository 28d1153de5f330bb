package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import io.kith.transport.NodeAddress;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strangers can do with connections alone, to a process that has little of everything. */
class AttackedDoorTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LARGE = 16 << 20;
    private static final int SMALL = 60_000;

    /** 64 once the JVM has opened what is on its class path. */
    private static final int DESCRIPTORS =
            64 + System.getProperty("java.class.path").split(File.pathSeparator).length;

    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<RawSocket> strangers = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stranger");
        thread.setDaemon(true);
        return thread;
    });

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        for (RawSocket stranger : List.copyOf(strangers)) {
            stranger.close();
        }
        nodes.forEach(ClusterNode::close);
    }

    /** A node within what {@code shell} does to its process. */
    private ClusterNode start(String shell, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("node", "--exit-with-parent", "--log-level", "WARN", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        NodeProgram program = NodeProgram.forShortRuns().within(List.of("sh", "-c", shell + "; exec \"$0\" \"$@\""));
        ClusterNode node = ClusterNode.start(program, arguments);
        nodes.add(node);
        return node.awaitServing(LIMIT);
    }

    private static ClientOptions options(ClusterNode node) {
        return ClientOptions.defaults()
                .address(node.address())
                .connectTimeout(LIMIT)
                .deadline(LIMIT);
    }

    @Test
    void frames_that_never_end_end_no_node_and_keep_no_honest_client_out() throws Exception {
        ClusterNode node =
                start("export _JAVA_OPTIONS='-Xmx256m -XX:MaxDirectMemorySize=256m'", "--receive-limit", "52000000");
        try (Kith kith = Kith.connect(options(node));
                Kith another = Kith.connect(options(node))) {
            RemoteHashMap<String, byte[]> map = kith.hashMap("honest");
            RemoteHashMap<String, byte[]> same = another.hashMap("honest");
            map.set("before", new byte[100]);
            List<Future<Object>> attacks = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                attacks.add(attack(node, LARGE));
            }
            for (int i = 0; i < 60; i++) {
                attacks.add(attack(node, SMALL));
            }
            AtomicInteger answered = new AtomicInteger();
            Future<?> large = threads.submit(() -> same.set("large", new byte[10 << 20]));
            await().atMost(LIMIT).until(() -> {
                int i = answered.getAndIncrement();
                map.set("small " + i % 100, new byte[100]);
                assertThat(map.get("small " + i % 100)).hasSize(100);
                assertThat(node.isAlive()).as(node.lastLines()).isTrue();
                return large.isDone() && attacks.stream().allMatch(Future::isDone);
            });
            large.get(1, TimeUnit.SECONDS);
            assertThat(map.get("large")).hasSize(10 << 20);
            assertThat(map.get("before")).hasSize(100);
            assertThat(answered).hasValueGreaterThan(20);
        }
        assertThat(node.lastLines()).contains("did not go on").doesNotContain("OutOfMemory");
    }

    /** Has a stranger send most of a frame; ends when it was cut off, with a reason or by a reset while it still sent. */
    private Future<Object> attack(ClusterNode node, int bytes) {
        return threads.submit(() -> {
            RawSocket stranger = new RawSocket(NodeAddress.parse(node.address()));
            strangers.add(stranger);
            try {
                stranger.sendAllButTheLastByte(bytes);
                // The node sends configs to whoever is there, and in the end says why it is tired of him.
                String last = stranger.readFrame();
                while (!last.contains("did not go on")) {
                    last = stranger.readFrame();
                }
                return last;
            } catch (IOException e) {
                return e;
            }
        });
    }

    @Test
    void with_few_descriptors_every_client_gets_in_or_is_told() throws Exception {
        ClusterNode node = start("ulimit -n " + DESCRIPTORS);
        List<Kith> in = Collections.synchronizedList(new ArrayList<>());
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> clients = new ArrayList<>();
        ClientOptions options = ClientOptions.defaults().address(node.address()).connectTimeout(Duration.ofSeconds(10));
        for (int i = 0; i < DESCRIPTORS; i++) {
            clients.add(threads.submit(() -> {
                try {
                    in.add(Kith.connect(options));
                } catch (KithException e) {
                    told.add(e.getMessage());
                }
            }));
        }
        for (Future<?> client : clients) {
            client.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(in).isNotEmpty();
        assertThat(told).hasSize(DESCRIPTORS - in.size()).isNotEmpty().allMatch(line -> line.contains("its limit"));
        in.get(0).<String, String>hashMap("map").set("key", "value");
        in.forEach(Kith::close);
        try (Kith late = Kith.connect(options(node))) {
            assertThat(late.<String, String>hashMap("map").get("key")).isEqualTo("value");
        }
        assertThat(node.lastLines()).doesNotContain("\tat ");
    }
}
