package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What all encoded operations have in common: an opcode byte, the collection's id in eight bytes, then arguments.
 * Operations are made by {@link MapOperations}, {@link SetOperations}, {@link VecOperations}, {@link DequeOperations}
 * and {@link PartitionOperations}.
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

    /**
     * Looks at what a client sent before anything is done with it.
     *
     * @param asRead whether it came as a read
     * @param maxElementBytes how long a key or value may be
     * @return why it is refused, or null if it may be logged or executed
     */
    public static @Nullable ResponseValue check(byte[] operation, boolean asRead, int maxElementBytes) {
        int longest;
        try {
            if (isRead(operation) != asRead) {
                return refusal(
                        ResponseStatus.BAD_REQUEST,
                        asRead ? "a write was sent as a read" : "a read was sent as a write");
            }
            longest = OperationForms.longestElement(operation);
        } catch (CorruptFrameException e) {
            return refusal(ResponseStatus.BAD_REQUEST, "not an operation: " + e.getMessage());
        }
        if (longest > maxElementBytes) {
            return refusal(
                    ResponseStatus.TOO_LARGE,
                    "a key or value of " + longest + " bytes is longer than the " + maxElementBytes
                            + " bytes that the cluster allows");
        }
        return null;
    }

    private static ResponseValue refusal(ResponseStatus status, String message) {
        return new ResponseValue(status, Results.ofMessage(message));
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
