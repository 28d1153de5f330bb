package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Node processes that were started by the command that a user types, by hand or by a supervisor. */
final class Deployment implements AutoCloseable {
    /** However busy the machine is. */
    static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<Supervisor> supervisors = new ArrayList<>();

    /** Types {@code kith node} and {@code options} in a shell. */
    ClusterNode start(String options) {
        return start(NodeProgram.forShortRuns(), options);
    }

    /** Types {@code kith node} and {@code options} where {@code program} runs. */
    ClusterNode start(NodeProgram program, String options) {
        ClusterNode node = ClusterNode.start(program, command(options));
        nodes.add(node);
        return node;
    }

    /** Hands a unit file to a supervisor for each of {@code addresses}, and waits until all serve. */
    List<Supervisor> supervise(String options, List<String> addresses) {
        List<Supervisor> units = new ArrayList<>();
        for (String address : addresses) {
            Supervisor unit = new Supervisor(
                    NodeProgram.forShortRuns(),
                    command(options.replace("${ADDRESS}", address).replace("${SEEDS}", String.join(",", addresses))));
            supervisors.add(unit);
            units.add(unit);
        }
        units.forEach(unit -> unit.node().awaitServing(LIMIT));
        return units;
    }

    private static List<String> command(String options) {
        List<String> command = new ArrayList<>(List.of("node", "--exit-with-parent", "--log-level", "WARN"));
        command.addAll(List.of(options.split(" ")));
        return command;
    }

    /** Waits until all that were started by hand serve. */
    void awaitServing() {
        nodes.forEach(node -> node.awaitServing(LIMIT));
    }

    /** Waits until {@code node} has said that. */
    static void awaitWords(ClusterNode node, String words) {
        Pause.until("a node says '" + words + "'", LIMIT, () -> node.lastLines().contains(words));
    }

    /** A client that knows these addresses. */
    Kith connect(List<String> addresses) {
        ClientOptions options = ClientOptions.defaults().connectTimeout(LIMIT).deadline(LIMIT);
        for (String address : addresses) {
            options = options.address(address);
        }
        return Kith.connect(options);
    }

    /** Waits until so many members have all data where it should be. */
    ClusterConfig awaitSettled(Kith kith, int members) {
        return ClusterAccess.of(kith)
                .awaitConfig(
                        config -> config.members().size() == members
                                && config.voters().size() == members
                                && ClusterHealth.of(config).isSettled(),
                        LIMIT);
    }

    /** Asks each of the nodes at {@code addresses} on its own, and finds them in one cluster, which is settled. */
    ClusterConfig assertOneCluster(List<String> addresses) {
        List<ClusterConfig> configs = new ArrayList<>();
        for (String address : addresses) {
            try (Kith kith = connect(List.of(address))) {
                configs.add(awaitSettled(kith, addresses.size()));
            }
        }
        ClusterConfig first = configs.get(0);
        assertThat(configs).allMatch(config -> config.clusterId().equals(first.clusterId()));
        assertThat(configs)
                .allMatch(config ->
                        config.members().keySet().equals(first.members().keySet()));
        assertThat(first.members().values().stream()
                        .map(member -> member.address().toString()))
                .containsExactlyInAnyOrderElementsOf(addresses);
        return first;
    }

    /** So many addresses of {@code host} at which nobody listens. */
    static List<String> freeAddresses(String host, int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host));
                sockets.add(socket);
                addresses.add((host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return addresses;
    }

    /** A port of {@code host} at which nobody listens. */
    static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    /** Ends all nodes at once. */
    void endNodes() {
        supervisors.forEach(Supervisor::close);
        supervisors.clear();
        nodes.forEach(ClusterNode::kill);
        nodes.clear();
    }

    @Override
    public void close() {
        endNodes();
    }
}
