package io.kith.replication.primary;

import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes to which a primary copies its partition, until they are replicas or given up. */
final class Joiners {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;

    /** Up to 16 seconds. */
    private static final int MOST_DOUBLINGS = 4;

    private final PartitionTurn turn;
    private final TreeMap<NodeId, Joiner> joiners = new TreeMap<>();

    /** Those that had no room for a copy. */
    private final TreeMap<NodeId, Refusal> refusals = new TreeMap<>();

    /** When a copy may be tried again, and how often it was refused. */
    private record Refusal(long untilNanos, int times) {}

    Joiners(PartitionTurn turn) {
        this.turn = turn;
    }

    @Nullable
    Joiner get(NodeId node) {
        return joiners.get(node);
    }

    /** Whether a copy to {@code node} may begin: none is under way, and it did not refuse one right before. */
    boolean mayBegin(NodeId node, long nowNanos) {
        Refusal refusal = refusals.get(node);
        return !joiners.containsKey(node) && (refusal == null || nowNanos >= refusal.untilNanos);
    }

    /** {@code node} has no room for a copy; each time it says so it is left alone for twice as long, up to a bound. */
    void refused(NodeId node, long nowNanos) {
        Refusal before = refusals.get(node);
        int times = before == null ? 0 : Math.min(before.times + 1, MOST_DOUBLINGS);
        refusals.put(node, new Refusal(nowNanos + (FIRST_PAUSE_NANOS << times), times));
    }

    /** {@code node} has all of its copy. */
    void complete(NodeId node) {
        refusals.remove(node);
    }

    boolean isEmpty() {
        return joiners.isEmpty();
    }

    boolean anyProposed() {
        return joiners.values().stream().anyMatch(Joiner::isProposed);
    }

    void add(NodeId node, Joiner joiner) {
        joiners.put(node, joiner);
        turn.set(UnderWay.COPIES, true);
    }

    /** Goes through them, and may remove what it gave last. */
    Iterator<Map.Entry<NodeId, Joiner>> iterator() {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Map.Entry<NodeId, Joiner> next() {
                return each.next();
            }

            @Override
            public void remove() {
                each.remove();
                turn.set(UnderWay.COPIES, !joiners.isEmpty());
            }
        };
    }

    /** Those whose acknowledgements the primary waits for and on whose grants it counts. */
    List<NodeId> inSets() {
        if (joiners.isEmpty()) {
            return List.of();
        }
        List<NodeId> set = new ArrayList<>();
        joiners.forEach((node, joiner) -> {
            if (joiner.inSets) {
                set.add(node);
            }
        });
        return set;
    }
}
