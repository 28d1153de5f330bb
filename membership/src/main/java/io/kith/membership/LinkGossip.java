package io.kith.membership;

import java.util.List;

/**
 * What some nodes measured of their links.
 *
 * @param reports at most {@value #MAX_REPORTS}, one a node
 */
public record LinkGossip(List<LinkReport> reports) implements MembershipMessage {

    /** The most reports that travel together. */
    public static final int MAX_REPORTS = 8;

    public LinkGossip {
        reports = List.copyOf(reports);
        if (reports.size() > MAX_REPORTS) {
            throw new IllegalArgumentException("at most " + MAX_REPORTS + " reports travel together");
        }
    }

    @Override
    public Kind kind() {
        return Kind.LINK_GOSSIP;
    }
}
