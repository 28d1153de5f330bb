package io.kith.bench.peer;

import io.kith.bench.process.FreePorts;
import io.kith.bench.process.Programs;
import io.kith.bench.process.RunPause;
import io.kith.bench.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Servers of Redis, one alone or six that form a cluster. */
final class RedisServers implements Cluster {
    /** After how long a cluster's server that does not answer is given up. */
    static final int NODE_TIMEOUT_MILLIS = 5_000;

    // A cluster's servers talk to each other at a port so far above the one for clients.
    private static final int BUS_DISTANCE = 10_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile(".*Ready to accept connections.*");

    private final Path folder;
    private final boolean clustered;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    private RedisServers(boolean clustered) {
        this.clustered = clustered;
        try {
            this.folder = Files.createTempDirectory("kith-bench-redis");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for Redis", e);
        }
    }

    static RedisServers single() {
        RedisServers servers = new RedisServers(false);
        servers.grow();
        return servers;
    }

    static RedisServers cluster(int count) {
        RedisServers servers = new RedisServers(true);
        try {
            for (int i = 0; i < count; i++) {
                servers.launch();
            }
            servers.servers.forEach(server -> server.awaitLine(READY, START_LIMIT));
            List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
            command.addAll(servers.addresses);
            command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
            Programs.output(START_LIMIT, command);
            servers.awaitBalanced(START_LIMIT);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    private ServerProcess launch() {
        int port = FreePorts.pair(BUS_DISTANCE);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
        if (clustered) {
            command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes-" + port + ".conf"));
            command.addAll(List.of("--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS)));
            // A copy without a disk: its snapshot goes over the socket.
            command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
        }
        ServerProcess server = ServerProcess.start("redis server " + (servers.size() + 1), command);
        servers.add(server);
        addresses.add("127.0.0.1:" + port);
        return server;
    }

    @Override
    public List<ServerProcess> nodes() {
        return servers.stream().filter(ServerProcess::isAlive).toList();
    }

    @Override
    public List<String> endpoints() {
        List<String> alive = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).isAlive()) {
                alive.add(addresses.get(i));
            }
        }
        return alive;
    }

    @Override
    public ServerProcess grow() {
        ServerProcess server = launch();
        server.awaitLine(READY, START_LIMIT);
        return server;
    }

    @Override
    public void awaitBalanced(Duration limit) {
        if (clustered) {
            endpoints()
                    .forEach(endpoint -> RunPause.until(endpoint + " is in order", limit, () -> isInOrder(endpoint)));
        }
    }

    private static boolean isInOrder(String endpoint) {
        String port = endpoint.substring(endpoint.indexOf(':') + 1);
        String cluster = Programs.output(START_LIMIT, List.of("redis-cli", "-p", port, "cluster", "info"));
        String copies = Programs.output(START_LIMIT, List.of("redis-cli", "-p", port, "info", "replication"));
        return cluster.contains("cluster_state:ok")
                && (copies.contains("role:master")
                        ? copies.contains("connected_slaves:1")
                        : copies.contains("master_link_status:up"));
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisServers::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
