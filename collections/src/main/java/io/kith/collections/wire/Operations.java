package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;

/**
 * What all encoded operations have in common: a byte for the kind of collections that they are of, one for the operation,
 * whose top bit says that it is logged, then which collection is meant, see {@link CollectionRef}, then arguments.
 * Operations about a partition itself are of the kind {@link #PARTITION} and name no collection. Each kind of collections
 * has a class that makes its operations.
 */
public final class Operations {
    /** The kind of operations that are about a partition's sessions and catalog. */
    public static final int PARTITION = 0;

    /** The bytes before the reference to a collection. */
    public static final int CODE_BYTES = 2;

    /** In the byte of the operation: it is logged. */
    public static final int LOGGED_BIT = 0x80;

    /**
     * So many values, pairs of values or ids one operation may have, and a page or what is taken at once: they are worked through in
     * one turn of a node's loop. The order that a sort makes is not bounded so.
     */
    public static final int MOST_ELEMENTS = 4_096;

    private Operations() {}

    /**
     * Whether {@code operation} changes nothing, so that it may be sent as a read.
     *
     * @throws CorruptFrameException if it is too short to be an operation
     */
    public static boolean isRead(byte[] operation) {
        requireCodes(operation);
        return operation[1] >= 0;
    }

    /** The code of the kind of collections that an operation with codes is of. */
    public static int kind(byte[] operation) {
        return operation[0] & 0xFF;
    }

    /** The code of an operation among those of its kind. */
    public static int code(byte[] operation) {
        return operation[1] & 0xFF;
    }

    /** Starts an operation on a collection that is open, and named by its opening. */
    public static PayloadWriter ofOpening(int kind, int code, long opening, int expectedArgumentBytes) {
        return new PayloadWriter(CODE_BYTES + PayloadWriter.varLongSize(opening) + expectedArgumentBytes)
                .writeByte(kind)
                .writeByte(code)
                .writeVarLong(opening);
    }

    /** Starts an operation about a partition itself. */
    public static PayloadWriter ofPartition(int code, int expectedArgumentBytes) {
        return new PayloadWriter(CODE_BYTES + expectedArgumentBytes)
                .writeByte(PARTITION)
                .writeByte(code);
    }

    /**
     * Makes sure that the two codes are there.
     *
     * @throws CorruptFrameException if {@code operation} is too short to have them
     */
    public static void requireCodes(byte[] operation) {
        if (operation.length < CODE_BYTES) {
            throw new CorruptFrameException(
                    "an operation has " + CODE_BYTES + " bytes or more, but this one " + operation.length);
        }
    }
}
