package io.kith.cluster.collections;

import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.config.ClusterConfig;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes of one cluster in this process, which talk over sockets of the loopback interface. */
final class LocalCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int partitions;
    private final List<KithNode> nodes = new ArrayList<>();
    private final List<Kith> clients = new ArrayList<>();

    private LocalCluster(int partitions) {
        this.partitions = partitions;
    }

    /** Starts so many nodes and waits until every partition is where the ring wants it. */
    static LocalCluster of(int nodes, int partitions) {
        LocalCluster cluster = new LocalCluster(partitions);
        try {
            for (int i = 0; i < nodes; i++) {
                cluster.addNode();
            }
            cluster.awaitSettled();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    KithNode addNode() {
        NodeOptions options = NodeOptions.defaults()
                .listen("127.0.0.1:0")
                .partitions(partitions)
                .dataLoops(1);
        for (KithNode node : nodes) {
            options = options.seed(node.address().toString());
        }
        KithNode node = KithNode.start(options);
        nodes.add(node);
        return node.awaitServing(PATIENCE);
    }

    KithNode node(int index) {
        return nodes.get(index);
    }

    /** Ends a node as a crash would. */
    void crash(KithNode node) {
        nodes.remove(node);
        node.close();
    }

    /** Moves a node's data elsewhere and ends it. */
    void leave(KithNode node) {
        nodes.remove(node);
        try (node) {
            node.leave()
                    .toCompletableFuture()
                    .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Waits until all nodes are members and every partition is where the ring wants it. */
    void awaitSettled() {
        await().atMost(PATIENCE).until(() -> isSettled(nodes.get(0).config()));
    }

    private boolean isSettled(ClusterConfig config) {
        if (config == null || config.members().size() != nodes.size()) {
            return false;
        }
        for (int p = 0; p < config.partitionCount(); p++) {
            if (!config.partition(p).replicas().equals(config.target(p))) {
                return false;
            }
        }
        return true;
    }

    /** A client over sockets, which is closed with the cluster. */
    Kith client() {
        return client(ClientOptions.defaults());
    }

    /** The same, with more options. */
    Kith client(ClientOptions options) {
        ClientOptions complete = options;
        for (KithNode node : nodes) {
            complete = complete.address(node.address().toString());
        }
        Kith client = Kith.connect(complete);
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(Kith::close);
        nodes.forEach(KithNode::close);
    }
}
