package io.kith.cli.cluster;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigTransition;
import io.kith.config.Genesis;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.List;

/** Makes configs for tests the way clusters do: from genesis, by legal changes. */
public final class Configs {
    public static final NodeId A = new NodeId(0xAAAA_0000_0000_0000L, 1);
    public static final NodeId B = new NodeId(0xBBBB_0000_0000_0000L, 2);
    public static final NodeId C = new NodeId(0xBBBC_0000_0000_0000L, 3);

    private static final int PARTITIONS = 16;

    private Configs() {}

    /** A cluster of A alone that wants two replicas of each of its 16 partitions. */
    public static ClusterConfig alone() {
        ClusterParameters parameters = new ClusterParameters("test", PARTITIONS, 1_000, 10);
        return Genesis.config(new NodeId(1, 1), parameters, member(A, 7400), 2);
    }

    public static Member member(NodeId id, int port) {
        return new Member(id, new NodeAddress("127.0.0.1", port), "default", 100, false, MemberState.ACTIVE, 0);
    }

    public static ClusterConfig with(ClusterConfig config, Change... changes) {
        ClusterConfig next = config;
        for (Change change : changes) {
            String refusal = ConfigTransition.refusal(next, List.of(), change);
            if (refusal != null) {
                throw new IllegalArgumentException(change + " is refused: " + refusal);
            }
            next = ConfigTransition.apply(next, List.of(change));
        }
        return next;
    }

    public static ClusterConfig admit(ClusterConfig config, NodeId id, int port) {
        return with(config, new Change.Admit(A, member(id, port)));
    }

    /** Brings every partition to where the ring wants it. */
    public static ClusterConfig settle(ClusterConfig config) {
        ClusterConfig next = config;
        for (int p = 0; p < config.partitionCount(); p++) {
            for (NodeId wanted : next.target(p)) {
                PartitionReplicas now = next.partition(p);
                if (!now.lists(wanted)) {
                    next = with(next, new Change.Promote(now.primary(), p, now.term(), wanted));
                }
            }
            PartitionReplicas grown = next.partition(p);
            NodeId primary = next.target(p).get(0);
            if (!grown.primary().equals(primary)) {
                next = with(next, new Change.MovePrimary(grown.primary(), p, grown.term(), primary));
            }
            for (NodeId replica : next.partition(p).replicas()) {
                if (!next.target(p).contains(replica)) {
                    next = with(
                            next, new Change.Drop(primary, p, next.partition(p).term(), replica));
                }
            }
        }
        return next;
    }
}
