package io.kith.replication.shared;

import io.kith.collections.partition.Completion;
import io.kith.replication.log.Commits;
import io.kith.replication.log.LogEntry;
import java.util.List;

/**
 * Passes on what the partitions of a shard commit: to whoever waits for an answer here, and to whatever the node has that
 * follows commits.
 */
public final class CommitStream implements Commits {
    private final OpenRequests open;
    private final Commits node;

    /** To those who wait in {@code open}, and to {@code node}. */
    public CommitStream(OpenRequests open, Commits node) {
        this.open = open;
        this.node = node;
    }

    @Override
    public void struckOut(int partition, long sequence) {
        node.struckOut(partition, sequence);
    }

    @Override
    public void committed(int partition, long term, boolean primary, LogEntry entry, List<Completion> outcome) {
        try {
            node.committed(partition, term, primary, entry, outcome);
            if (primary) {
                // By index: this is done for every write, and mostly for one result.
                for (int i = 0; i < outcome.size(); i++) {
                    open.complete(partition, outcome.get(i));
                }
            }
        } catch (RuntimeException e) {
            throw new SharedFailure(e);
        }
    }
}
