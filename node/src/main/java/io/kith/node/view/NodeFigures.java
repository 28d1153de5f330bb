package io.kith.node.view;

import io.kith.membership.LinkReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node has others pass on of itself with its {@link LinkReport}.
 *
 * @param memory the data that it holds
 * @param stoppedPartitions how many partitions are stopped on it, as something failed in them
 * @param intake what it takes in
 * @param refusedCopies how many partitions were to be copied to it and find no room
 */
public record NodeFigures(MemoryUse memory, int stoppedPartitions, IntakeUse intake, int refusedCopies) {
    /** Of a node that says nothing. */
    public static final NodeFigures NONE = new NodeFigures(MemoryUse.NONE, 0, IntakeUse.NONE, 0);

    private static final int STOPPED = 2;
    private static final int INTAKE = 3;
    private static final int REFUSED_COPIES = INTAKE + IntakeUse.COUNT;

    /** In the order in which they are passed on; more may follow in later versions. */
    public List<Long> toList() {
        List<Long> figures = new ArrayList<>(memory.figures());
        figures.add((long) stoppedPartitions);
        figures.addAll(intake.figures());
        figures.add((long) refusedCopies);
        return figures;
    }

    /** What the reporter said; none where it did not, or makes no sense. */
    public static NodeFigures of(LinkReport report) {
        List<Long> figures = report.figures();
        boolean intakeToo = figures.size() >= REFUSED_COPIES;
        return new NodeFigures(
                MemoryUse.of(report),
                count(figures, STOPPED),
                intakeToo ? IntakeUse.of(figures.subList(INTAKE, REFUSED_COPIES)) : IntakeUse.NONE,
                count(figures, REFUSED_COPIES));
    }

    /** How many it said; 0 if it did not, or makes no sense. */
    private static int count(List<Long> figures, int place) {
        long told = figures.size() > place ? figures.get(place) : 0;
        return told < 0 || told >= Integer.MAX_VALUE ? 0 : (int) told;
    }
}
