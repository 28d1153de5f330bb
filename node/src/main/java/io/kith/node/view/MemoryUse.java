package io.kith.node.view;

import io.kith.membership.LinkReport;
import java.util.List;

/**
 * The data that a node holds.
 *
 * @param storedBytes what it takes of memory, about
 * @param limitBytes what it may take before more is refused; 0 for who holds no data
 */
public record MemoryUse(long storedBytes, long limitBytes) {
    /** Of who holds no data. */
    public static final MemoryUse NONE = new MemoryUse(0, 0);

    private static final int STORED = 0;
    private static final int LIMIT = 1;

    public MemoryUse {
        if (storedBytes < 0 || limitBytes < 0) {
            throw new IllegalArgumentException(
                    "a node holds no less than nothing: " + storedBytes + " of " + limitBytes);
        }
    }

    /** As a node has others pass it on with its {@link LinkReport}. */
    public List<Long> figures() {
        return List.of(storedBytes, limitBytes);
    }

    /** What the reporter said with {@link #figures}; {@link #NONE} if it did not, or makes no sense. */
    public static MemoryUse of(LinkReport report) {
        List<Long> figures = report.figures();
        return figures.size() <= LIMIT || figures.get(STORED) < 0 || figures.get(LIMIT) < 0
                ? NONE
                : new MemoryUse(figures.get(STORED), figures.get(LIMIT));
    }
}
