package io.kith.collections;

/** What a partition holds of one collection. */
sealed interface CollectionState permits MapState {
    /** What an element takes beyond its own bytes: references, hashes, array headers. */
    int ELEMENT_OVERHEAD_BYTES = 40;

    /** The type bits of the opcodes that it understands. */
    int type();

    /** What it takes of memory, about. */
    long bytes();

    /** A hash of its contents, the same in every replica that is as of the same command. */
    long digest();

    /** How many elements it has. */
    long size();
}
