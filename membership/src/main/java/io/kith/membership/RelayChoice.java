package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Over whom one node is reached while the direct link to it is down. Only those count that showed lately that they
 * reach it; of them the lightest way is taken, and kept as long as it works.
 */
public final class RelayChoice {
    /** So many answers in a row over the direct link end the detour: one alone may have slipped through. */
    private static final int DIRECT_ANSWERS = 2;

    private final SortedMap<NodeId, Long> reachedNanos = new TreeMap<>();
    private @Nullable NodeId chosen;
    private int directAnswers;

    /** {@code relay} showed that it reaches the node. */
    public void reachedOver(NodeId relay, long nowNanos) {
        reachedNanos.put(relay, nowNanos);
    }

    /** The node answered over the direct link. */
    public void answeredDirectly() {
        directAnswers++;
    }

    /** The relay in use; null if there is none, or none is needed. */
    public @Nullable NodeId chosen() {
        return chosen;
    }

    /**
     * Chooses anew.
     *
     * @param linkDown whether nothing comes back over the direct link
     * @param sinceNanos what relays showed before that counts no more
     * @param usable whether this node itself reaches a relay well
     * @param weightMicros of the way over a relay
     * @return whether the choice changed
     */
    public boolean choose(
            boolean linkDown, long sinceNanos, Predicate<NodeId> usable, ToDoubleFunction<NodeId> weightMicros) {
        NodeId before = chosen;
        if (linkDown) {
            directAnswers = 0;
        }
        if (linkDown || (before != null && directAnswers < DIRECT_ANSWERS)) {
            reachedNanos.values().removeIf(nanos -> nanos - sinceNanos < 0);
            chosen = best(before, usable, weightMicros);
        } else {
            reachedNanos.clear();
            chosen = null;
        }
        return before == null ? chosen != null : !before.equals(chosen);
    }

    private @Nullable NodeId best(
            @Nullable NodeId before, Predicate<NodeId> usable, ToDoubleFunction<NodeId> weightMicros) {
        List<NodeId> candidates = new ArrayList<>(reachedNanos.keySet());
        candidates.removeIf(usable.negate());
        if (before != null && candidates.contains(before)) {
            return before;
        }
        NodeId best = null;
        double bestMicros = 0;
        for (NodeId candidate : candidates) {
            double micros = weightMicros.applyAsDouble(candidate);
            if (best == null || micros < bestMicros) {
                best = candidate;
                bestMicros = micros;
            }
        }
        return best;
    }
}
