package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten first deployments: what people do when they run Kith for the first time, each as the commands that they type
 * ({@code docs/operations.md} has them). Real processes, a real client that writes meanwhile; in the end there is one
 * cluster, every acknowledged write is there, and where something was wrong a log says so.
 */
class FirstDeploymentsTest {
    private static final String CLUSTER_OF_THREE = " --expect 3";

    /** {@code Restart=always}; the address is the only thing that differs from machine to machine. */
    private static final String UNIT_FILE = "--listen ${ADDRESS} --seeds ${SEEDS}" + CLUSTER_OF_THREE;

    private final Deployment deployment = new Deployment();

    @AfterEach
    void close() {
        deployment.close();
    }

    @Test
    void deployment_1_three_shells() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        String seeds = " --seeds " + String.join(",", addresses);
        ClusterNode first = deployment.start("--listen " + addresses.get(0) + seeds + CLUSTER_OF_THREE);
        Deployment.awaitWords(first, "waits for 3 nodes to make the cluster, hears");
        deployment.start("--listen " + addresses.get(2) + seeds + CLUSTER_OF_THREE);
        deployment.start("--listen " + addresses.get(1) + seeds + CLUSTER_OF_THREE);
        deployment.awaitServing();
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            writes.awaitMore(200);
            deployment.assertOneCluster(addresses);
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_2_containers_with_mapped_ports() {
        String missing = ContainerNetwork.missing();
        assumeTrue(missing == null, missing);
        try (ContainerNetwork containers = new ContainerNetwork(3)) {
            List<String> published = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                published.add(containers.publish(i, 7400));
            }
            for (int i = 0; i < 3; i++) {
                deployment.start(
                        NodeProgram.forShortRuns().within(containers.in(i)),
                        "--listen 0.0.0.0:7400 --advertise " + published.get(i) + " --seeds "
                                + String.join(",", published) + CLUSTER_OF_THREE);
            }
            deployment.awaitServing();
            try (Kith kith = deployment.connect(published);
                    AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
                writes.awaitMore(200);
                deployment.assertOneCluster(published);
                writes.assertAllThere(kith);
            }
            deployment.endNodes();
        }
    }

    @Test
    void deployment_3_one_unit_file_for_all_of_which_each_is_killed_once() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        List<Supervisor> units = deployment.supervise(UNIT_FILE, addresses);
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            ClusterConfig first = deployment.assertOneCluster(addresses);
            for (Supervisor unit : units) {
                writes.awaitMore(100);
                unit.killAndAwaitServing(Deployment.LIMIT);
                // The next one must not hold the last copy of anything when it is killed.
                deployment.awaitSettled(kith, 3);
            }
            writes.awaitMore(100);
            ClusterConfig last = deployment.assertOneCluster(addresses);
            assertThat(last.clusterId()).isEqualTo(first.clusterId());
            assertThat(last.members().keySet())
                    .doesNotContainAnyElementsOf(first.members().keySet());
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_4_rolling_restart_at_the_word_ready() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        List<Supervisor> units = deployment.supervise(UNIT_FILE, addresses);
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            ClusterConfig first = deployment.assertOneCluster(addresses);
            for (int i = 0; i < units.size(); i++) {
                Supervisor unit = units.get(i);
                writes.awaitMore(100);
                int starts = unit.starts();
                ClusterNode before = unit.node();
                before.leave();
                ClusterNode after = unit.awaitStartAfter(starts, Deployment.LIMIT);
                // As the unit file has it after the start, when nobody listens there yet.
                Shell.run(NodeProgram.forShortRuns()
                        .command(List.of("status", "--seed", addresses.get(i), "--wait-full", "170"))
                        .toArray(String[]::new));
                after.awaitReady(Deployment.LIMIT);
                assertThat(before.lastLines()).contains("has left");
                assertThat(after.id()).isNotEqualTo(before.id());
            }
            writes.awaitMore(100);
            ClusterConfig last = deployment.assertOneCluster(addresses);
            assertThat(last.clusterId()).isEqualTo(first.clusterId());
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_5_the_first_node_is_restarted() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        List<Supervisor> units = deployment.supervise(UNIT_FILE, addresses);
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            ClusterConfig config = deployment.assertOneCluster(addresses);
            writes.awaitMore(200);
            NodeId founder = config.members().values().stream()
                    .min((a, b) -> Long.compare(a.admittedIn(), b.admittedIn()))
                    .orElseThrow()
                    .id();
            Supervisor unit = units.stream()
                    .filter(each -> each.node().id().equals(founder))
                    .findFirst()
                    .orElseThrow();
            unit.killAndAwaitServing(Deployment.LIMIT);
            writes.awaitMore(200);
            ClusterConfig again = deployment.assertOneCluster(addresses);
            assertThat(again.clusterId()).isEqualTo(config.clusterId());
            assertThat(again.isMember(founder)).isFalse();
            writes.assertAllThere(kith);
        }
    }

    /** Memory is all they have: with the last of them the data is gone, and what begins is one new cluster, not two. */
    @Test
    void deployment_6_all_nodes_are_restarted_at_once() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        List<Supervisor> units = deployment.supervise(UNIT_FILE, addresses);
        ClusterConfig before = deployment.assertOneCluster(addresses);
        try (Kith kith = deployment.connect(addresses)) {
            kith.<String, String>hashMap("words").put("key", "of the cluster that is gone");
        }
        List<Integer> starts = units.stream().map(Supervisor::starts).toList();
        units.forEach(unit -> unit.node().kill());
        for (int i = 0; i < units.size(); i++) {
            units.get(i).awaitStartAfter(starts.get(i), Deployment.LIMIT).awaitServing(Deployment.LIMIT);
        }
        ClusterConfig after = deployment.assertOneCluster(addresses);
        assertThat(after.clusterId()).isNotEqualTo(before.clusterId());
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            assertThat(kith.<String, String>hashMap("words")).isEmpty();
            writes.awaitMore(200);
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_7_a_wrong_address() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 4);
        List<String> three = addresses.subList(0, 3);
        List<Supervisor> units = deployment.supervise(UNIT_FILE, three);
        try (Kith kith = deployment.connect(three);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            deployment.assertOneCluster(three);
            String nobodyThere = addresses.get(3);
            for (String wrong : List.of("0.0.0.0:7400", nobodyThere, three.get(0))) {
                ClusterNode joiner = deployment.start("--listen 127.0.0.1:0 --advertise " + wrong + " --seeds "
                        + String.join(",", three) + CLUSTER_OF_THREE);
                Deployment.awaitWords(joiner, "check --advertise");
                assertThat(joiner.lastLines()).contains(wrong);
                assertThat(joiner.isServing()).isFalse();
                joiner.kill();
                writes.awaitMore(100);
            }
            assertThat(units.stream().map(unit -> unit.node().lastLines()))
                    .anyMatch(lines -> lines.contains(nobodyThere));
            deployment.assertOneCluster(three);
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_8_a_wrong_name() throws IOException {
        List<String> addresses = Deployment.freeAddresses("127.0.0.1", 3);
        deployment.supervise(UNIT_FILE, addresses);
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            deployment.assertOneCluster(addresses);
            ClusterNode stranger = deployment.start(
                    "--listen 127.0.0.1:0 --cluster shop --seeds " + String.join(",", addresses) + CLUSTER_OF_THREE);
            assertThat(stranger.awaitEnd(Deployment.LIMIT)).isEqualTo(1);
            Deployment.awaitWords(stranger, "'shop'");
            assertThat(stranger.lastLines()).contains("'kith'");
            writes.awaitMore(100);
            deployment.assertOneCluster(addresses);
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_9_a_name_with_several_addresses(@TempDir Path folder) throws IOException {
        List<String> hosts = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");
        int port = Deployment.freePort("0.0.0.0");
        List<String> addresses = hosts.stream().map(host -> host + ":" + port).toList();
        Path hostsFile = folder.resolve("hosts");
        // Of a machine that is gone, and of three that are there.
        Files.writeString(
                hostsFile, "127.0.0.9 kith.test\n127.0.0.1 kith.test\n127.0.0.2 kith.test\n127.0.0.3 kith.test\n");
        NodeProgram program = NodeProgram.forShortRuns().with("-Djdk.net.hosts.file=" + hostsFile);
        for (String address : addresses) {
            deployment.start(program, "--listen " + address + " --seed dns:kith.test:" + port + CLUSTER_OF_THREE);
        }
        deployment.awaitServing();
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            writes.awaitMore(200);
            deployment.assertOneCluster(addresses);
            writes.assertAllThere(kith);
        }
    }

    @Test
    void deployment_10_addresses_of_the_sixth_version() throws IOException {
        assumeTrue(
                InetAddress.getAllByName("::1")[0].isReachable(1_000),
                "this machine has no loopback address of version 6");
        List<String> addresses = Deployment.freeAddresses("::1", 3);
        deployment.supervise(UNIT_FILE, addresses);
        try (Kith kith = deployment.connect(addresses);
                AcknowledgedWrites writes = new AcknowledgedWrites(kith)) {
            writes.awaitMore(200);
            ClusterConfig config = deployment.assertOneCluster(addresses);
            assertThat(config.members().values())
                    .allMatch(member -> member.address().toString().startsWith("[::1]:"));
            writes.assertAllThere(kith);
        }
    }

    @Test
    void a_node_without_seeds_says_that_it_made_a_cluster_and_how_to_avoid_that() {
        ClusterNode node = deployment.start("--listen 127.0.0.1:0");
        node.awaitServing(Deployment.LIMIT);
        assertThat(node.lastLines())
                .contains("makes a new cluster 'kith', as it has no seeds", "--seed HOST:PORT", "--expect 3");
        try (Kith kith = deployment.connect(List.of(node.address()))) {
            assertThat(ClusterAccess.of(kith).config().members()).hasSize(1);
        }
    }
}
