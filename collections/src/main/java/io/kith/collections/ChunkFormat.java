package io.kith.collections;

/**
 * What is in a chunk: the cursor it starts from, the one it ends at, then sections, each with one of these codes first.
 */
final class ChunkFormat {
    static final int SESSION = 1;
    static final int MAP_ENTRIES = 2;
    static final int RESULTS = 3;

    static final int SEQUENCE_BEGIN = 4;
    static final int SEQUENCE_TABLE = 5;
    static final int SEQUENCE_ITEMS = 6;
    static final int SEQUENCE_EXTRA = 7;
    static final int SEQUENCE_END = 8;

    /** What came of the collection that was being copied is void: it begins anew, or is gone. */
    static final int SEQUENCE_DROP = 9;

    static final int OUTCOME_APPLIED = 0;
    static final int OUTCOME_WAITING = 1;

    private ChunkFormat() {}
}
