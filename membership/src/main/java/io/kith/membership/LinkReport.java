package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * What one node measured of its links, and what it tells of itself.
 *
 * @param reporter the node
 * @param version goes up with each of its reports
 * @param figures what it tells of itself, at most {@value #MAX_FIGURES} numbers, which mean something to nodes and their
 *     readers; here they are passed on
 * @param links at most {@value #MAX_LINKS}, one a peer
 */
public record LinkReport(NodeId reporter, long version, List<Long> figures, List<Link> links) {

    /** The most links of a report. */
    public static final int MAX_LINKS = 64;

    /** The most figures of a report. */
    public static final int MAX_FIGURES = 16;

    /** Loss of everything, in {@link Link#lossPerMille}. */
    public static final int MAX_LOSS_PER_MILLE = 1_000;

    public LinkReport {
        MessageRanges.notNegative("version", version);
        figures = List.copyOf(figures);
        links = List.copyOf(links);
        if (figures.size() > MAX_FIGURES) {
            throw new IllegalArgumentException(
                    "a report has at most " + MAX_FIGURES + " figures, not " + figures.size());
        }
        if (links.size() > MAX_LINKS) {
            throw new IllegalArgumentException("a report has at most " + MAX_LINKS + " links, not " + links.size());
        }
    }

    /** What somebody measured who has nothing to tell of itself. */
    public LinkReport(NodeId reporter, long version, List<Link> links) {
        this(reporter, version, List.of(), links);
    }

    /**
     * One link, as its near end sees it.
     *
     * @param to its far end
     * @param down whether nothing comes back over it
     * @param roundTripMicros smoothed round-trip time
     * @param tailMicros 99th percentile of the round-trip time, estimated
     * @param lossPerMille heartbeats without an answer
     * @param queueHint how much work waits at the far end, 0 to {@value HeartbeatAnswer#MAX_QUEUE_HINT}
     */
    public record Link(NodeId to, boolean down, int roundTripMicros, int tailMicros, int lossPerMille, int queueHint) {

        public Link {
            if (roundTripMicros < 0 || tailMicros < 0) {
                throw new IllegalArgumentException("a round trip takes no negative time");
            }
            if (lossPerMille < 0 || lossPerMille > MAX_LOSS_PER_MILLE) {
                throw new IllegalArgumentException("loss is 0 to 1000 per mille, not " + lossPerMille);
            }
            if (queueHint < 0 || queueHint > HeartbeatAnswer.MAX_QUEUE_HINT) {
                throw new IllegalArgumentException("a queue hint is 0 to 255, not " + queueHint);
            }
        }
    }
}
