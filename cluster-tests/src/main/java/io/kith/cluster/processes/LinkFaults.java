package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Five nodes on hosts of their own under steady traffic, of which single links are cut while all others work. */
final class LinkFaults implements AutoCloseable {
    private static final int NODES = 5;
    private static final int THREADS = 6;
    private static final double WRITES = 0.5;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final NetworkLab lab;
    private final ProcessCluster cluster;
    private final Kith kith;

    /**
     * What a cut link did.
     *
     * @param before traffic of the same length before the cut
     * @param during traffic from the cut on
     * @param configs how many configs were decided meanwhile: no role moved if it is 0
     * @param membersLost how many members were removed
     * @param errors what users would have seen
     */
    record Effect(
            SteadyTraffic.Stretch before,
            SteadyTraffic.Stretch during,
            long configs,
            int membersLost,
            List<String> errors) {

        Effect {
            errors = List.copyOf(errors);
        }

        @Override
        public String toString() {
            return "before: " + before + "\n  during: " + during + "\n  configs decided: " + configs
                    + ", members lost: " + membersLost + ", errors: " + errors;
        }
    }

    /** A settled cluster in {@code lab}, which stays the caller's. */
    LinkFaults(NetworkLab lab, boolean relaying) {
        this.lab = lab;
        this.cluster = ProcessCluster.named("link-faults-" + relaying, 2);
        this.kith = cluster.connectSettled(() -> start(relaying), LIMIT);
    }

    private void start(boolean relaying) {
        for (int host = 1; host <= NODES; host++) {
            ClusterNode node = cluster.add(
                    NodeProgram.forShortRuns().within(lab.on(host)),
                    lab.address(host) + ":0",
                    List.of("--relaying", Boolean.toString(relaying)));
            if (host == 1) {
                node.awaitServing(LIMIT);
            }
        }
        cluster.nodes().forEach(node -> node.awaitServing(LIMIT));
    }

    /** Cuts, both ways, the link between the two nodes that share the most partitions. */
    Effect cutBetweenNodes(Duration span) {
        List<NodeId> pair = sharingMost(ClusterAccess.of(kith).config());
        return whileCut(span, () -> {
            lab.cut(host(pair.get(0)), host(pair.get(1)));
            lab.cut(host(pair.get(1)), host(pair.get(0)));
        });
    }

    /** Cuts, both ways, the link between the clients and one node. */
    Effect cutFromClients(Duration span) {
        return whileCut(span, () -> lab.cutFromOutside(2));
    }

    /** All links work again, and the cluster is as it was. */
    void heal() {
        lab.heal();
        cluster.awaitSettled(kith, NODES, LIMIT);
    }

    private Effect whileCut(Duration span, Runnable cut) {
        try (SteadyTraffic traffic = new SteadyTraffic(kith, THREADS, WRITES)) {
            long warm = THREADS * 200L;
            Pause.until("traffic flows", LIMIT, () -> traffic.done() > warm);
            traffic.next();
            Pause.of(span);
            SteadyTraffic.Stretch before = traffic.next();
            ClusterConfig then = ClusterAccess.of(kith).config();
            cut.run();
            Pause.of(span);
            SteadyTraffic.Stretch during = traffic.next();
            ClusterConfig now = ClusterAccess.of(kith).config();
            int lost = 0;
            for (NodeId member : then.members().keySet()) {
                lost += now.isMember(member) ? 0 : 1;
            }
            return new Effect(before, during, now.configId() - then.configId(), lost, traffic.errors());
        }
    }

    private int host(NodeId id) {
        return 1 + cluster.nodes().indexOf(cluster.node(id));
    }

    private static List<NodeId> sharingMost(ClusterConfig config) {
        List<NodeId> ids = new ArrayList<>(config.members().keySet());
        List<NodeId> best = List.of();
        int most = -1;
        for (NodeId a : ids) {
            for (NodeId b : ids) {
                int shared = a.compareTo(b) < 0 ? shared(config, a, b) : -1;
                if (shared > most) {
                    most = shared;
                    best = List.of(a, b);
                }
            }
        }
        return best;
    }

    private static int shared(ClusterConfig config, NodeId a, NodeId b) {
        int shared = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            PartitionReplicas replicas = config.partition(p);
            shared += replicas.replicas().contains(a) && replicas.replicas().contains(b) ? 1 : 0;
        }
        return shared;
    }

    @Override
    public void close() {
        kith.close();
        cluster.close();
    }
}
