package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a cluster's links are thin.
 *
 * @param cutVertices members without which others could no longer reach each other
 * @param side the smaller side of the weakest cut; empty if there are fewer than two members
 * @param links how many links join that side to the rest
 */
public record WeakSpots(SortedSet<NodeId> cutVertices, SortedSet<NodeId> side, int links) {
    private static final int USUAL_LINKS = MonitoringTopology.OBSERVERS;

    public WeakSpots {
        cutVertices = Collections.unmodifiableSortedSet(new TreeSet<>(cutVertices));
        side = Collections.unmodifiableSortedSet(new TreeSet<>(side));
    }

    /** Whether people should look at it: less than half the links that a member of so many usually has are up. */
    public boolean isWeak(int members) {
        return members > 2 && (!cutVertices.isEmpty() || 2 * links < Math.min(USUAL_LINKS, members - 1));
    }
}
