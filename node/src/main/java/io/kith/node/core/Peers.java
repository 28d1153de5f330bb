package io.kith.node.core;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whom a node heartbeats because leases hang on it, or because it needs to know whether they are there. */
final class Peers {
    /** In larger clusters only those heartbeat voters that have to do with them: voters would hear too many. */
    private static final int SMALL_CLUSTER = 32;

    private Peers() {}

    /**
     * The members that share partitions with {@code self}, now or once the ring has its way; and the voters, if it is
     * one of them, or has partitions to hand over, which it may only while most of them answer. In small clusters
     * everybody hears the voters.
     */
    static SortedSet<NodeId> of(NodeId self, ClusterConfig config) {
        TreeSet<NodeId> peers = new TreeSet<>();
        boolean needsVoters = config.members().size() <= SMALL_CLUSTER || config.isVoter(self);
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> replicas = config.partition(p).replicas();
            List<NodeId> target = config.target(p);
            if (replicas.contains(self) || target.contains(self)) {
                peers.addAll(replicas);
                peers.addAll(target);
                needsVoters |= replicas.get(0).equals(self) && !isAt(target, replicas);
            }
            if (needsVoters && isAll(peers, config)) {
                break;
            }
        }
        if (needsVoters) {
            peers.addAll(config.voters());
        }
        peers.retainAll(config.members().keySet());
        peers.remove(self);
        return peers;
    }

    /** Whether there are other members than {@code self}, and none of them was heard. */
    static boolean areAllSilent(NodeId self, ClusterConfig config, Predicate<NodeId> heard) {
        boolean others = false;
        for (NodeId member : config.members().keySet()) {
            if (!member.equals(self)) {
                others = true;
                if (heard.test(member)) {
                    return false;
                }
            }
        }
        return others;
    }

    /** Whether nobody is missing, as in small clusters after a few partitions. */
    private static boolean isAll(SortedSet<NodeId> peers, ClusterConfig config) {
        return peers.size() >= config.members().size()
                && peers.containsAll(config.members().keySet());
    }

    /** Whether nothing is to be moved: whose turn it is after the primary is of no interest. */
    private static boolean isAt(List<NodeId> target, List<NodeId> replicas) {
        return replicas.size() == target.size()
                && replicas.get(0).equals(target.get(0))
                && replicas.containsAll(target);
    }
}
