package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * Who holds a partition.
 *
 * @param term goes up by one whenever the primary changes; starts at 1
 * @param replicas the in-sync replicas, the primary first; never empty
 * @param emptiedInTerm the term in which the partition last started empty: 1, unless an operator accepted a loss since
 */
public record PartitionReplicas(long term, List<NodeId> replicas, long emptiedInTerm) {

    public PartitionReplicas {
        replicas = List.copyOf(replicas);
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("a partition's replica list is never empty");
        }
        if (emptiedInTerm < 1 || emptiedInTerm > term) {
            throw new IllegalArgumentException(
                    "a partition in term " + term + " did not start empty in term " + emptiedInTerm);
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

    /** Whether the partition started empty in this very term, so that its primary needs nobody's data. */
    public boolean startedEmpty() {
        return emptiedInTerm == term;
    }
}
