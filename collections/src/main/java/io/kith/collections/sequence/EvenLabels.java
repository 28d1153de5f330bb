package io.kith.collections.sequence;

/** The labels that items get when all are numbered anew. */
final class EvenLabels {
    static final long LOWEST = -(1L << 61);
    static final long HIGHEST = 1L << 61;

    private EvenLabels() {}

    /** Renumbered items take the middle half, so that much is left at the ends. */
    static long evenLabel(int rank, long spacing) {
        return LOWEST / 2 + (rank + 1) * spacing;
    }

    static long evenSpacing(int items) {
        return (HIGHEST - LOWEST) / 2 / (items + 1L);
    }
}
