package io.kith.node.view;

import io.kith.membership.LinkReport;
import java.util.List;

/**
 * What a node has others pass on of itself with its {@link LinkReport}.
 *
 * @param memory the data that it holds
 * @param stoppedPartitions how many partitions are stopped on it, as something failed in them
 */
public record NodeFigures(MemoryUse memory, int stoppedPartitions) {
    private static final int STOPPED = 2;

    /** In the order in which they are passed on; more may follow in later versions. */
    public List<Long> toList() {
        List<Long> figures = memory.figures();
        return List.of(figures.get(0), figures.get(1), (long) stoppedPartitions);
    }

    /** What the reporter said; none where it did not, or makes no sense. */
    public static NodeFigures of(LinkReport report) {
        List<Long> figures = report.figures();
        boolean told =
                figures.size() > STOPPED && figures.get(STOPPED) >= 0 && figures.get(STOPPED) < Integer.MAX_VALUE;
        return new NodeFigures(MemoryUse.of(report), told ? Math.toIntExact(figures.get(STOPPED)) : 0);
    }
}
