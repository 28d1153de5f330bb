package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.config.ClusterConfig;
import io.kith.config.SettingKeys;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Five nodes on hosts of their own under steady traffic, of which single links are cut while all others work. */
final class LinkFaults implements AutoCloseable {
    private static final int NODES = 5;
    /** How many threads there are, each of which waits for one operation at a time. */
    static final int THREADS = 6;

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String SUSPICION_MILLIS = "2000";
    private static final int OPERATIONS = 500;

    private final NetworkLab lab;
    private final ProcessCluster cluster;
    private final Kith kith;
    private final double writes;

    /**
     * What a cut link did.
     *
     * @param before traffic of the same length before the cut
     * @param during traffic from the cut on
     * @param configs how many configs were decided meanwhile: no role moved if it is 0
     * @param sharedBefore how many partitions had a replica on both of the two nodes that share the most
     * @param sharedAfter how many of those still have, at the end
     * @param membersLost how many members were removed
     * @param errors what users would have seen
     */
    record Effect(
            SteadyTraffic.Stretch before,
            SteadyTraffic.Stretch during,
            long configs,
            int sharedBefore,
            int sharedAfter,
            int membersLost,
            List<String> errors) {

        Effect {
            errors = List.copyOf(errors);
        }

        @Override
        public String toString() {
            return "before: " + before + "\n  during: " + during + "\n  configs decided: " + configs
                    + ", partitions shared by the two: " + sharedBefore + ", then " + sharedAfter + ", members lost: "
                    + membersLost + ", errors: " + errors;
        }
    }

    /** A settled cluster in {@code lab}, which stays the caller's. */
    LinkFaults(NetworkLab lab, boolean relaying) {
        this.lab = lab;
        // Without detours reads of a partition to which nobody writes wait until somebody does, or the link works
        // again.
        this.writes = relaying ? 0.5 : 1;
        this.cluster = ProcessCluster.named("link-faults-" + relaying, 2);
        this.kith = cluster.connectSettled(() -> start(relaying), LIMIT);
        // A busy machine is silent for a second now and then, and that is not what is looked at.
        kith.config().set(SettingKeys.SUSPICION_MILLIS.name(), SUSPICION_MILLIS);
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
        return cutBetweenNodes(span, 0);
    }

    /** The same, until so many of the partitions that the two share have lost one of them. */
    Effect cutBetweenNodesUntilLost(int partitions, Duration span) {
        return cutBetweenNodes(span, partitions);
    }

    private Effect cutBetweenNodes(Duration span, int lost) {
        ClusterConfig then = ClusterAccess.of(kith).config();
        List<NodeId> pair = sharingMost(then);
        int before = shared(then, then, pair);
        return whileCut(span, pair, () -> {
            lab.cut(host(pair.get(0)), host(pair.get(1)));
            lab.cut(host(pair.get(1)), host(pair.get(0)));
            Pause.until(
                    "roles are lost",
                    LIMIT,
                    () -> shared(then, ClusterAccess.of(kith).config(), pair) <= before - lost);
        });
    }

    /** Cuts, both ways, the link between the clients and one node. */
    Effect cutFromClients(Duration span) {
        return whileCut(span, sharingMost(ClusterAccess.of(kith).config()), () -> lab.cutFromOutside(2));
    }

    /** All links work again, and the cluster is as it was. */
    void heal() {
        lab.heal();
        cluster.awaitSettled(kith, NODES, LIMIT);
    }

    /** Where nothing goes on before {@code span} is over, it lasts until something does. */
    private Effect whileCut(Duration span, List<NodeId> pair, Runnable cut) {
        try (SteadyTraffic traffic = new SteadyTraffic(kith, THREADS, writes)) {
            long warm = THREADS * 200L;
            Pause.until("traffic flows", LIMIT, () -> traffic.done() > warm);
            traffic.next();
            Pause.of(span);
            SteadyTraffic.Stretch before = traffic.next();
            ClusterConfig then = ClusterAccess.of(kith).config();
            long enough = traffic.done() + OPERATIONS;
            cut.run();
            Pause.of(span);
            Pause.until("traffic goes on", LIMIT, () -> traffic.done() > enough);
            SteadyTraffic.Stretch during = traffic.next();
            ClusterConfig now = ClusterAccess.of(kith).config();
            int lost = 0;
            for (NodeId member : then.members().keySet()) {
                lost += now.isMember(member) ? 0 : 1;
            }
            // Nobody waits for the end of traffic that cannot end.
            lab.heal();
            return new Effect(
                    before,
                    during,
                    now.configId() - then.configId(),
                    shared(then, then, pair),
                    shared(then, now, pair),
                    lost,
                    traffic.errors());
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
                int shared = a.compareTo(b) < 0 ? shared(config, config, List.of(a, b)) : -1;
                if (shared > most) {
                    most = shared;
                    best = List.of(a, b);
                }
            }
        }
        return best;
    }

    /** How many partitions both nodes of {@code pair} hold in both configs. */
    private static int shared(ClusterConfig then, ClusterConfig now, List<NodeId> pair) {
        int shared = 0;
        for (int p = 0; p < then.partitionCount(); p++) {
            boolean stays = then.partition(p).replicas().containsAll(pair)
                    && now.partition(p).replicas().containsAll(pair);
            shared += stays ? 1 : 0;
        }
        return shared;
    }

    @Override
    public void close() {
        kith.close();
        cluster.close();
    }
}
