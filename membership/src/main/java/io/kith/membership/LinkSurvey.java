package io.kith.membership;

import java.util.List;

/**
 * Answers {@link PullLinks}: the peer graph as the answering node knows it.
 *
 * @param reports at most {@value #MAX_REPORTS}, one a node
 */
public record LinkSurvey(List<LinkReport> reports) implements MembershipMessage {

    /** The most reports of a survey. */
    public static final int MAX_REPORTS = 4_096;

    public LinkSurvey {
        reports = List.copyOf(reports);
        if (reports.size() > MAX_REPORTS) {
            throw new IllegalArgumentException("a survey has at most " + MAX_REPORTS + " reports");
        }
    }

    @Override
    public Kind kind() {
        return Kind.LINK_SURVEY;
    }
}
