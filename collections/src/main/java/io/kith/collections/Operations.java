package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What all encoded operations have in common: an opcode byte, the collection's id in eight bytes, then arguments.
 * Operations are made by {@link MapOperations}, {@link SetOperations} and {@link PartitionOperations}.
 */
public final class Operations {
    /** The bytes before the arguments. */
    static final int HEADER_BYTES = 1 + Long.BYTES;

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
     * Whether {@code operation} is the one of {@link PartitionOperations#openSession}, which is no write of a session.
     *
     * @throws CorruptFrameException if it is too short to be an operation
     */
    public static boolean opensSession(byte[] operation) {
        requireHeader(operation);
        return opcode(operation) == Opcode.OPEN_SESSION;
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

    static int opcode(byte[] operation) {
        return operation[0] & 0xFF;
    }

    static void requireHeader(byte[] operation) {
        if (operation.length < HEADER_BYTES) {
            throw new CorruptFrameException(
                    "an operation has " + HEADER_BYTES + " bytes or more, but this one " + operation.length);
        }
    }
}
