package io.kith.node.core;

import io.kith.membership.PeerGraph;
import io.kith.membership.WeakSpots;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notices when the links of a cluster become thin: says so once, and again only when it is something else; and when it
 * is over.
 */
final class WeakSpotWatch {
    /** In larger clusters looking would take too long for a control loop. */
    private static final int MAX_MEMBERS = 64;

    private final PeerGraph graph;
    private final Consumer<List<String>> tell;
    private long shapeSeen = -1;
    private List<String> seen = List.of();
    private List<String> told = List.of();

    /**
     * A watch that takes all for well at first.
     *
     * @param tell told what is wrong, a line each; an empty list once nothing is any more
     */
    WeakSpotWatch(PeerGraph graph, Consumer<List<String>> tell) {
        this.graph = graph;
        this.tell = tell;
    }

    /** Looks, and tells what it has seen twice in a row: links that are new, or gone with their node, are no news. */
    void look(int members) {
        if (members > MAX_MEMBERS || !graph.isComplete()) {
            return;
        }
        List<String> now = seen;
        if (graph.shape() != shapeSeen) {
            shapeSeen = graph.shape();
            WeakSpots weak = graph.weakSpots();
            now = weak.warnings(members);
        }
        if (now.equals(seen) && !now.equals(told)) {
            told = now;
            tell.accept(now);
        }
        seen = now;
    }
}
