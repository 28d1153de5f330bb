package io.kith.collections;

/** What a partition holds of one collection. */
sealed interface CollectionState permits MapState, SequenceState {
    /** What an element takes beyond its own bytes: references, hashes, array headers. */
    int ELEMENT_OVERHEAD_BYTES = 40;

    /** The type bits of the opcodes that it understands. */
    int type();

    /** What it takes of memory, about. */
    long bytes();

    /**
     * By how much a write of its type would change {@link #bytes}, about; 0 or less if it adds nothing.
     *
     * @param in at the arguments
     * @throws io.kith.transport.CorruptFrameException if the operation cannot be read
     */
    long growth(byte[] operation, PayloadReader in);

    /** A name of its type for people. */
    default String typeName() {
        return switch (type()) {
            case Opcode.TYPE_MAP -> "map or set";
            case Opcode.TYPE_VEC -> "vec";
            default -> "deque";
        };
    }

    /** A hash of its contents, the same in every replica that is as of the same command. */
    long digest();

    /** How many elements it has. */
    long size();
}
