package io.kith.cluster.processes;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Node processes on this machine that form one cluster. Closing it, or the end of this JVM, ends them all. */
public final class ProcessCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String HOST = "127.0.0.1";

    private final NodeProgram program;
    private final String name;
    private final int replicas;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final Thread atExit = new Thread(this::endNodes, "end-nodes");

    ProcessCluster(NodeProgram program, String name, int replicas) {
        this.program = program;
        this.name = name;
        this.replicas = replicas;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A cluster without nodes yet, for a test of seconds. */
    public static ProcessCluster named(String name, int replicas) {
        return new ProcessCluster(NodeProgram.forShortRuns(), name, replicas);
    }

    /** The cluster's name. */
    public String name() {
        return name;
    }

    /** Starts so many nodes on the loopback device and waits until all serve. */
    public List<ClusterNode> start(int count) {
        List<ClusterNode> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(add());
            if (nodes().size() == 1) {
                started.get(0).awaitServing(START_LIMIT);
            }
        }
        started.forEach(node -> node.awaitServing(START_LIMIT));
        return started;
    }

    /** Starts one more node and does not wait for it; the first one makes the cluster, others ask those that serve. */
    public ClusterNode add(String... options) {
        return add(program, HOST + ":0", List.of(options));
    }

    /** Starts a node where another one has listened. */
    ClusterNode addAt(String address) {
        return add(program, address, List.of());
    }

    /** Starts one more node that listens at {@code address}. */
    ClusterNode add(NodeProgram with, String address, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(
                "node",
                "--exit-with-parent",
                "--log-level",
                "WARN",
                "--cluster",
                name,
                "--listen",
                address,
                "--replicas",
                Integer.toString(replicas)));
        for (ClusterNode node : serving()) {
            arguments.addAll(List.of("--seed", node.address()));
        }
        arguments.addAll(options);
        ClusterNode node = ClusterNode.start(with, arguments);
        synchronized (nodes) {
            nodes.add(node);
        }
        return node;
    }

    /** All node processes that were started and not {@linkplain #forget forgotten}. */
    public List<ClusterNode> nodes() {
        synchronized (nodes) {
            return List.copyOf(nodes);
        }
    }

    /** The process of the node {@code id}. */
    public ClusterNode node(NodeId id) {
        return serving().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process of this cluster is node " + id.shortName()));
    }

    /** The nodes whose process lives and has served. */
    public List<ClusterNode> serving() {
        return nodes().stream()
                .filter(node -> node.isAlive() && node.isServing())
                .toList();
    }

    /** No more concern of this cluster: it has ended. */
    void forget(ClusterNode node) {
        synchronized (nodes) {
            nodes.remove(node);
        }
    }

    /** A client that knows the addresses of all nodes that serve, and gives operations up after {@code deadline}. */
    public Kith connect(Duration deadline) {
        ClientOptions options = ClientOptions.defaults()
                .cluster(name)
                .connectTimeout(CONNECT_LIMIT)
                .deadline(deadline);
        for (ClusterNode node : serving()) {
            options = options.address(node.address());
        }
        return Kith.connect(options);
    }

    /**
     * Has {@code nodesStart} start nodes, connects a client and waits until the cluster is settled. If that fails, this
     * cluster is closed.
     */
    Kith connectSettled(Runnable nodesStart, Duration limit) {
        Kith kith = null;
        boolean settled = false;
        try {
            nodesStart.run();
            kith = connect(DEADLINE);
            awaitSettled(kith, nodes().size(), limit);
            settled = true;
            return kith;
        } finally {
            if (!settled) {
                if (kith != null) {
                    kith.close();
                }
                close();
            }
        }
    }

    /** Waits until every partition has all its replicas, where the ring wants them. */
    public ClusterConfig awaitSettled(Kith kith, int members, Duration limit) {
        return awaitConfig(
                kith,
                config -> config.members().size() == members
                        && ClusterHealth.of(config).isSettled(),
                limit);
    }

    /** Waits until the newest config that {@code kith} knows is as wanted. */
    public ClusterConfig awaitConfig(Kith kith, Predicate<ClusterConfig> wanted, Duration limit) {
        return ClusterAccess.of(kith).awaitConfig(wanted, limit);
    }

    /** What all nodes said last, for messages. */
    public String lastLines() {
        StringBuilder text = new StringBuilder();
        for (ClusterNode node : nodes()) {
            text.append("--- process ").append(node.pid()).append(node.isAlive() ? "" : ", which has ended");
            text.append('\n').append(node.lastLines()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        endNodes();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs anyway, and finds nothing left to do.
            endNodes();
        }
    }

    private void endNodes() {
        nodes().forEach(ClusterNode::close);
        nodes().forEach(this::awaitEnd);
        synchronized (nodes) {
            nodes.clear();
        }
    }

    private void awaitEnd(ClusterNode node) {
        try {
            node.hasEndedWithin(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
