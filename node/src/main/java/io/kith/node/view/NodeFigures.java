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
 */
public record NodeFigures(MemoryUse memory, int stoppedPartitions, IntakeUse intake) {
    /** Of a node that says nothing. */
    public static final NodeFigures NONE = new NodeFigures(MemoryUse.NONE, 0, IntakeUse.NONE);

    private static final int STOPPED = 2;
    private static final int INTAKE = 3;

    /** In the order in which they are passed on; more may follow in later versions. */
    public List<Long> toList() {
        List<Long> figures = new ArrayList<>(memory.figures());
        figures.add((long) stoppedPartitions);
        figures.addAll(intake.figures());
        return figures;
    }

    /** What the reporter said; none where it did not, or makes no sense. */
    public static NodeFigures of(LinkReport report) {
        List<Long> figures = report.figures();
        boolean told =
                figures.size() > STOPPED && figures.get(STOPPED) >= 0 && figures.get(STOPPED) < Integer.MAX_VALUE;
        boolean intakeToo = figures.size() >= INTAKE + IntakeUse.COUNT;
        return new NodeFigures(
                MemoryUse.of(report),
                told ? Math.toIntExact(figures.get(STOPPED)) : 0,
                intakeToo ? IntakeUse.of(figures.subList(INTAKE, INTAKE + IntakeUse.COUNT)) : IntakeUse.NONE);
    }
}
