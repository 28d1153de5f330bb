package io.kith.collections.partition;

/**
 * What is in a chunk: the cursor it starts from, the one it ends at, then sections, each with one of these codes first, or
 * with one of a kind's own, see {@link io.kith.collections.kind.CollectionSnapshot}.
 */
final class ChunkFormat {
    static final int SESSION = 1;
    static final int ENTRIES = 2;
    static final int RESULTS = 3;
    static final int SNAPSHOT_BEGIN = 4;
    static final int SNAPSHOT_END = 8;

    /** What came of the collection that was being copied is void: it begins anew, or is gone. */
    static final int SNAPSHOT_DROP = 9;

    static final int OPENED = 10;
    static final int DESTROYED = 11;

    static final int OUTCOME_APPLIED = 0;
    static final int OUTCOME_WAITING = 1;

    private ChunkFormat() {}
}
