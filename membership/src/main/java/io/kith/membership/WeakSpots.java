package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** What people should know of it, in a cluster of so many members: a line each; none if all is well. */
    public List<String> warnings(int members) {
        List<String> lines = new ArrayList<>();
        if (isWeak(members)) {
            for (NodeId vertex : cutVertices) {
                lines.add("node " + vertex.shortName()
                        + " is all that joins parts of the cluster: others reach each other over it only");
            }
            lines.add("the weakest cut is thin: " + links + (links == 1 ? " link joins " : " links join ")
                    + String.join(", ", side.stream().map(NodeId::shortName).toList()) + " to the rest");
        }
        return lines;
    }
}
