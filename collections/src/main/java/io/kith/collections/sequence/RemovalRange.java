package io.kith.collections.sequence;

/** Where a removal looks: the indexes {@code [from, to)}, and whether the last element counts that is found there, or the first. */
record RemovalRange(int from, int to, boolean backward) {
    /** Whether it has no other elements than it had when the sequence had the version {@code then}, but for those put in. */
    boolean isAsAt(long then, ItemSequence items) {
        return then == items.version() || (from == 0 && to == Integer.MAX_VALUE);
    }
}
