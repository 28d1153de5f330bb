package io.kith.node.view;

import io.kith.membership.LinkReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node takes in from those who dialled it.
 *
 * @param receivingBytes what large frames of clients that arrive or are not answered take
 * @param receiveLimitBytes what they may take at a time; 0 if the node does not say
 * @param waiting how many connections wait for room
 * @param clients how many connections clients have
 * @param maxClients how many they may have
 */
public record IntakeUse(long receivingBytes, long receiveLimitBytes, long waiting, long clients, long maxClients) {
    /** Of a node that does not say. */
    public static final IntakeUse NONE = new IntakeUse(0, 0, 0, 0, 0);

    private static final int FIRST = 2;
    private static final int COUNT = 5;

    /** As a node has others pass it on with its {@link LinkReport}: behind what it says of its memory. */
    public List<Long> figuresBehind(MemoryUse memory) {
        List<Long> figures = new ArrayList<>(memory.figures());
        figures.addAll(List.of(receivingBytes, receiveLimitBytes, waiting, clients, maxClients));
        return figures;
    }

    /** What the reporter said with {@link #figuresBehind}; {@link #NONE} if it did not, or makes no sense. */
    public static IntakeUse of(LinkReport report) {
        if (report.figures().size() < FIRST + COUNT) {
            return NONE;
        }
        List<Long> figures = report.figures().subList(FIRST, FIRST + COUNT);
        return figures.stream().anyMatch(figure -> figure < 0)
                ? NONE
                : new IntakeUse(figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4));
    }
}
