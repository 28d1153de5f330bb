package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What all encoded operations have in common: an opcode byte, the collection's id in eight bytes, then arguments.
 * Each kind of collections has a class that makes its operations.
 */
public final class Operations {
    /** The bytes before the arguments. */
    public static final int HEADER_BYTES = 1 + Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Operations() {}

    /**
     * Whether {@code operation} changes nothing, so that it may be sent as a read.
     *
     * @throws CorruptFrameException if it is too short to be an operation
     */
    public static boolean isRead(byte[] operation) {
        requireHeader(operation);
        return operation[0] >= 0;
    }

    /**
     * The id of the collection that {@code operation} is about; 0 for those about sessions.
     *
     * @throws CorruptFrameException if it is too short to be an operation
     */
    public static long collectionId(byte[] operation) {
        requireHeader(operation);
        return (long) LONGS.get(operation, 1);
    }

    /** The byte that says what it is. */
    public static int opcode(byte[] operation) {
        return operation[0] & 0xFF;
    }

    /**
     * Makes sure that there is a head.
     *
     * @throws CorruptFrameException if {@code operation} is too short to have one
     */
    public static void requireHeader(byte[] operation) {
        if (operation.length < HEADER_BYTES) {
            throw new CorruptFrameException(
                    "an operation has " + HEADER_BYTES + " bytes or more, but this one " + operation.length);
        }
    }
}
