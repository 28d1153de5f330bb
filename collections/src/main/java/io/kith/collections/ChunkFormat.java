package io.kith.collections;

/**
 * What is in a chunk: the cursor it starts from, the one it ends at, then sections, each with one of these codes first.
 */
final class ChunkFormat {
    static final int SESSION = 1;
    static final int MAP_ENTRIES = 2;
    static final int RESULTS = 3;

    static final int OUTCOME_APPLIED = 0;
    static final int OUTCOME_WAITING = 1;

    private ChunkFormat() {}
}
