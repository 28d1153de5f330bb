package io.kith.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SERVING = Pattern.compile("node [0-9a-f]{32} serving \\S+ at (\\S+), .*");
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    // Patience with a busy machine.
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

    private final Path jar;
    private final String archive;
    private final String options;
    private final boolean speaksLikeThis;
    private final List<ServerProcess> nodes = new ArrayList<>();

    private KithCluster(Path jar, String archive, String options, boolean speaksLikeThis) {
        this.jar = jar;
        this.archive = archive;
        this.options = options;
        this.speaksLikeThis = speaksLikeThis;
    }

    /**
     * Starts {@code count} nodes.
     *
     * @param archive of the jar's classes; empty if there is none
     * @param options for the nodes' JVMs
     * @param speaksLikeThis whether they understand clients of this build
     */
    static KithCluster start(Path jar, String archive, String options, boolean speaksLikeThis, int count) {
        KithCluster cluster = new KithCluster(jar, archive, options, speaksLikeThis);
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
        if (!speaksLikeThis) {
            awaitByItsOwnWord(members, limit);
            return;
        }
        try (Kith kith = connect(endpoints())) {
            ClusterAccess.of(kith)
                    .awaitConfig(
                            config -> config.members().size() == members
                                    && ClusterHealth.of(config).isSettled(),
                            limit);
        }
    }

    /** Asks the nodes' own command line, as no client of this build is understood; that takes a JVM's start longer. */
    private void awaitByItsOwnWord(int members, Duration limit) {
        List<String> command = new ArrayList<>(List.of(Programs.javaProgram()));
        command.addAll(Programs.jvmOptions());
        command.addAll(List.of("-jar", jar.toString(), "status", "--json", "--seed", String.join(",", endpoints())));
        command.addAll(List.of("--wait-full", Long.toString(limit.toSeconds())));
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            if (membersIn(Programs.output(limit.plus(CONNECT_LIMIT), command)) == members) {
                return;
            }
        }
        throw new IllegalStateException("not all of " + members + " nodes were members after " + limit);
    }

    private static int membersIn(String status) {
        try {
            return JSON.readTree(status).path("members").size();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("kith status says what it should not:\n" + status, e);
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
