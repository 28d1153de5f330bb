package io.kith.cluster.large;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.core.NodeSetup;
import io.kith.node.core.RelayLimits;
import io.kith.replication.host.ShardLimits;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of production code with its control loop only: it heartbeats, suspects, agrees and gossips, and holds no data.
 * What it would do for its partitions it does without copying anything.
 */
final class LargeNode {
    private static final int PORT = 7_000;
    private static final int ZONES = 3;

    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final NodeCore core;

    /** Is told of every config that a node adopts. */
    interface Adoptions {
        void adopted(LargeNode node, ClusterConfig config);
    }

    LargeNode(SimulatedProcess process, Adoptions adoptions) {
        this.process = process;
        this.port = process.addLoop((from, message) -> core().handle(from, message));
        Member member = new Member(
                process.id(),
                new NodeAddress("node-" + process.index(), PORT),
                "zone " + process.index() % ZONES,
                Member.DEFAULT_WEIGHT,
                false,
                MemberState.ACTIVE,
                0);
        Loop loop = new Loop() {
            @Override
            public ProtocolPort port() {
                return port;
            }

            @Override
            public boolean isCurrent() {
                return port.loop().isCurrent();
            }

            @Override
            public void post(Runnable task) {
                port.loop().post(task);
            }
        };
        NodeEvents listener = new NodeEvents() {
            @Override
            public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
                adoptions.adopted(LargeNode.this, next);
            }
        };
        this.core = new NodeCore(
                member,
                loop,
                List.of(),
                NodeSetup.of(ShardLimits.defaults(), RelayLimits.defaults()),
                listener,
                NodeOutlets.NONE);
    }

    private NodeCore core() {
        return core;
    }

    SimulatedProcess process() {
        return process;
    }

    NodeId id() {
        return process.id();
    }

    NodeCore node() {
        return core;
    }

    @Nullable
    ClusterConfig config() {
        return core.control().config();
    }

    boolean isMember() {
        ClusterConfig config = config();
        return config != null && config.isMember(id());
    }

    int watched() {
        return core.control().detector().watched().size();
    }

    /** Asks for {@code change} on its loop. */
    void propose(Change change) {
        port.loop().post(() -> core.control().configCore().propose(change));
    }

    /** Asks for the next step of each partition whose primary it is towards where the ring wants it. */
    void bringPartitionsHome() {
        ClusterConfig config = config();
        if (config == null || process.isCrashed()) {
            return;
        }
        List<Change> wanted = new ArrayList<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> listed = config.partition(p).replicas();
            List<NodeId> target = config.target(p);
            if (listed.get(0).equals(id()) && !isAt(target, listed)) {
                nextSteps(config, p, listed, target, wanted);
            }
        }
        wanted.forEach(this::propose);
    }

    /** Whether a partition is where the ring wants it; the order of the backups is of no interest. */
    static boolean isAt(List<NodeId> target, List<NodeId> listed) {
        return listed.size() == target.size() && listed.get(0).equals(target.get(0)) && listed.containsAll(target);
    }

    private void nextSteps(ClusterConfig config, int p, List<NodeId> listed, List<NodeId> target, List<Change> wanted) {
        long term = config.partition(p).term();
        if (!listed.containsAll(target)) {
            for (NodeId joiner : target) {
                if (!listed.contains(joiner)) {
                    wanted.add(new Change.Promote(id(), p, term, joiner));
                }
            }
        } else if (!target.isEmpty() && !target.get(0).equals(id())) {
            wanted.add(new Change.MovePrimary(id(), p, term, target.get(0)));
        } else {
            for (NodeId unwanted : listed) {
                if (!target.contains(unwanted)) {
                    wanted.add(new Change.Drop(id(), p, term, unwanted));
                }
            }
        }
    }
}
