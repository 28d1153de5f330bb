package io.kith.bench.peer;

import com.google.common.base.Splitter;
import io.kith.bench.process.Programs;
import io.kith.bench.process.ServerProcess;
import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Nodes of Kith, as {@code ./kith node} starts them. */
final class KithCluster implements Cluster {
    private static final Pattern SERVING = Pattern.compile("node [0-9a-f]{32} serving \\S+ at (\\S+), .*");
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    // Patience with a busy machine.
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

    private final Path jar;
    private final String archive;
    private final String options;
    private final List<ServerProcess> nodes = new ArrayList<>();

    private KithCluster(Path jar, String archive, String options) {
        this.jar = jar;
        this.archive = archive;
        this.options = options;
    }

    /**
     * Starts {@code count} nodes.
     *
     * @param archive of the jar's classes; empty if there is none
     * @param options for the nodes' JVMs
     */
    static KithCluster start(Path jar, String archive, String options, int count) {
        KithCluster cluster = new KithCluster(jar, archive, options);
        try {
            cluster.grow();
            for (int i = 1; i < count; i++) {
                cluster.launch();
            }
            cluster.nodes.forEach(KithCluster::addressOf);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private ServerProcess launch() {
        List<String> command = new ArrayList<>();
        command.add(Programs.javaProgram());
        command.addAll(Programs.jvmOptions());
        command.addAll(Splitter.on(' ').omitEmptyStrings().splitToList(options));
        if (!archive.isEmpty()) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        command.addAll(List.of("-jar", jar.toString(), "node", "--exit-with-parent", "--log-level", "WARN"));
        command.addAll(List.of("--listen", "127.0.0.1:0"));
        if (!nodes.isEmpty()) {
            command.addAll(List.of("--seed", String.join(",", endpoints())));
        }
        ServerProcess node = ServerProcess.start("kith node " + (nodes.size() + 1), command);
        nodes.add(node);
        return node;
    }

    @Override
    public List<ServerProcess> nodes() {
        return nodes.stream().filter(ServerProcess::isAlive).toList();
    }

    @Override
    public List<String> endpoints() {
        // The first is enough while others still start: it knows all members.
        return nodes.stream()
                .filter(node -> node.isAlive() && node.hasSaid(SERVING))
                .map(KithCluster::addressOf)
                .toList();
    }

    @Override
    public ServerProcess grow() {
        ServerProcess node = launch();
        addressOf(node);
        return node;
    }

    @Override
    public void awaitBalanced(Duration limit) {
        int members = nodes().size();
        try (Kith kith = connect(endpoints())) {
            ClusterAccess.of(kith)
                    .awaitConfig(
                            config -> config.members().size() == members
                                    && ClusterHealth.of(config).isSettled(),
                            limit);
        }
    }

    /** A client with the defaults that users get. */
    static Kith connect(List<String> endpoints) {
        ClientOptions options = ClientOptions.defaults().connectTimeout(CONNECT_LIMIT);
        for (String endpoint : endpoints) {
            options = options.address(endpoint);
        }
        return Kith.connect(options);
    }

    private static String addressOf(ServerProcess node) {
        return node.awaitLine(SERVING, START_LIMIT).group(1);
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }
}
