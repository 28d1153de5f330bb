package io.kith.replication.shared;

import io.kith.collections.partition.Completion;
import io.kith.replication.log.Commits;
import io.kith.replication.log.LogEntry;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Passes on what the partitions of a shard commit: to whoever waits for an answer here, and to whatever the node has that
 * follows commits.
 */
public final class CommitStream implements Commits {
    /** So many are answered in one turn of the loop: an entry may end a hundred thousand requests that waited. */
    static final int MOST_ANSWERS = 512;

    private final OpenRequests open;
    private final Commits node;
    private final ProtocolPort port;
    private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>(1);

    /** The results of one entry that are left. */
    private record Unanswered(int partition, List<Completion> left) {
        Unanswered behind(int answered) {
            return new Unanswered(partition, left.subList(answered, left.size()));
        }
    }

    /** To those who wait in {@code open}, and to {@code node}. */
    public CommitStream(OpenRequests open, Commits node, ProtocolPort port) {
        this.open = open;
        this.node = node;
        this.port = port;
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
                answer(partition, outcome);
            }
        } catch (RuntimeException e) {
            throw new SharedFailure(e);
        }
    }

    private void answer(int partition, List<Completion> outcome) {
        // By index: this is done for every write, and mostly for one result.
        int now = Math.min(outcome.size(), MOST_ANSWERS);
        for (int i = 0; i < now; i++) {
            open.complete(partition, outcome.get(i));
        }
        if (now < outcome.size()) {
            if (unanswered.isEmpty()) {
                port.schedule(Turn.NEXT_TURN_NANOS, this::answerMore);
            }
            unanswered.add(new Unanswered(partition, outcome).behind(now));
        }
    }

    /** Answers more; who has gone elsewhere meanwhile was told, and finds the result there. */
    private void answerMore() {
        Unanswered next = unanswered.remove();
        if (next.left.size() > MOST_ANSWERS) {
            unanswered.addFirst(next.behind(MOST_ANSWERS));
        }
        // First, so that one who fails at his answer keeps nobody else from theirs.
        if (!unanswered.isEmpty()) {
            port.schedule(Turn.NEXT_TURN_NANOS, this::answerMore);
        }
        int now = Math.min(next.left.size(), MOST_ANSWERS);
        for (int i = 0; i < now; i++) {
            open.complete(next.partition, next.left.get(i));
        }
    }
}
