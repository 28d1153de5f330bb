package io.kith.config;

import io.kith.transport.NodeId;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who lately asked for a node to lose a role against its will. Only members' complaints are kept, so it is bounded. */
final class Complaints {
    private final long lifeNanos;

    /** By the node complained of: who complained, and when last. */
    private final TreeMap<NodeId, TreeMap<NodeId, Long>> complaints = new TreeMap<>();

    Complaints(long lifeNanos) {
        this.lifeNanos = lifeNanos;
    }

    /** The node that loses a role by {@code change} though it is not the author; null if there is none. */
    static @Nullable NodeId accused(ClusterConfig config, Change change) {
        NodeId accused = change.deposed(config);
        return accused == null || accused.equals(change.author()) ? null : accused;
    }

    /** Notes the complaint in {@code change}, if there is one. */
    void note(ClusterConfig config, Change change, long nowNanos) {
        NodeId accused = accused(config, change);
        if (accused != null && config.isMember(accused) && config.isMember(change.author())) {
            complaints.computeIfAbsent(accused, key -> new TreeMap<>()).put(change.author(), nowNanos);
        }
    }

    /** Forgets what was said by or of nodes that are no members any more. */
    void forgetStrangers(ClusterConfig config) {
        complaints.keySet().removeIf(node -> !config.isMember(node));
        complaints.values().forEach(by -> by.keySet().removeIf(node -> !config.isMember(node)));
    }

    /** Whether most of the members that share partitions with {@code node} complain of it. */
    boolean byMostReplicaPeers(ClusterConfig config, NodeId node, long nowNanos) {
        TreeMap<NodeId, Long> by = complaints.get(node);
        if (by == null) {
            return false;
        }
        TreeSet<NodeId> peers = new TreeSet<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            if (config.partition(p).lists(node)) {
                peers.addAll(config.partition(p).replicas());
            }
        }
        peers.remove(node);
        peers.removeIf(peer -> !config.isMember(peer));
        int complaining = 0;
        for (Map.Entry<NodeId, Long> complaint : by.entrySet()) {
            if (peers.contains(complaint.getKey()) && nowNanos - complaint.getValue() <= lifeNanos) {
                complaining++;
            }
        }
        return complaining * 2 > peers.size();
    }
}
