package io.kith.node;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whom a node heartbeats because leases hang on it. */
final class Peers {
    private Peers() {}

    /** The voters, and the members that share partitions with {@code self}, now or once the ring has its way. */
    static SortedSet<NodeId> sharingWith(NodeId self, ClusterConfig config) {
        TreeSet<NodeId> peers = new TreeSet<>(config.voters());
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> replicas = config.partition(p).replicas();
            List<NodeId> target = config.target(p);
            if (replicas.contains(self) || target.contains(self)) {
                peers.addAll(replicas);
                peers.addAll(target);
            }
        }
        peers.retainAll(config.members().keySet());
        peers.remove(self);
        return peers;
    }
}
