package io.kith.collections.kind;

import io.kith.collections.wire.PayloadWriter;

/** A collection as it was at one moment: a header, and parts, counted from 0, which are written one after the other. */
public interface CollectionSnapshot {
    /** The lowest code with which a part may begin. */
    int FIRST_PART_CODE = 5;

    /** The highest code with which a part may begin. */
    int LAST_PART_CODE = 7;

    /** What precedes the parts. */
    byte[] header();

    /** How many parts it has. */
    long parts();

    /**
     * Writes parts, at least one, each run of them with a code of their kind before it.
     *
     * @param from the number of the first one, less than {@link #parts}
     * @param maxBytes how long {@code body} should be in the end, about
     * @return the number of the first that was not written
     */
    long write(long from, PayloadWriter body, int maxBytes);
}
