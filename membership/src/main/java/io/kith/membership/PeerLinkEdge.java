package io.kith.membership;

import org.jgrapht.graph.DefaultWeightedEdge;

/** An edge of the peer graph with the memory that its weight needs. */
final class PeerLinkEdge extends DefaultWeightedEdge {
    private static final long serialVersionUID = 1L;

    final transient LinkWeight weight = new LinkWeight();
    transient LinkReport.Link measured;

    PeerLinkEdge(LinkReport.Link measured) {
        this.measured = measured;
    }
}
