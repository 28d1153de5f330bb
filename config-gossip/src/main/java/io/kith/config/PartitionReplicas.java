package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * Who holds a partition.
 *
 * @param term goes up by one whenever the primary changes; starts at 1
 * @param replicas the in-sync replicas, the primary first; never empty
 */
public record PartitionReplicas(long term, List<NodeId> replicas) {

    public PartitionReplicas {
        replicas = List.copyOf(replicas);
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("a partition's replica list is never empty");
        }
    }

    /** The replica that orders the partition's writes. */
    public NodeId primary() {
        return replicas.get(0);
    }

    /** Whether {@code node} is a replica. */
    public boolean lists(NodeId node) {
        return replicas.contains(node);
    }
}
