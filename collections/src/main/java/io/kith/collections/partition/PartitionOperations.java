package io.kith.collections.partition;

import io.kith.collections.kind.OperationSpec;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.List;

/** Encodes the commands about a partition's sessions and whole collections. */
public final class PartitionOperations {
    private PartitionOperations() {}

    /** The operations themselves, for the table of all that there is. */
    public static List<OperationSpec> specs() {
        return PartitionCommand.specs();
    }

    /**
     * Whether {@code operation} is the one of {@link #openSession}, which is no write of a session.
     *
     * @throws io.kith.transport.CorruptFrameException if it is too short to be an operation
     */
    public static boolean opensSession(byte[] operation) {
        Operations.requireHeader(operation);
        return PartitionCommand.ofCode(Operations.opcode(operation)) == PartitionCommand.OPEN_SESSION;
    }

    /** Opens the session that the log entry names; result: its opening, {@link Results#number}. */
    public static byte[] openSession() {
        return PartitionCommand.OPEN_SESSION.of(0, 0).toBytes();
    }

    /** Ends the session that sends it; the result is empty. A retry finds the session unknown, which is as good. */
    public static byte[] closeSession() {
        return PartitionCommand.CLOSE_SESSION.of(0, 0).toBytes();
    }

    /** Ends a session after long silence; proposed by primaries only. */
    public static byte[] expireSession(NodeId session, long opening) {
        return PartitionCommand.EXPIRE_SESSION
                .of(0, 16 + PayloadWriter.varLongSize(opening))
                .writeFixedLong(session.high())
                .writeFixedLong(session.low())
                .writeVarLong(opening)
                .toBytes();
    }

    /**
     * Gives up an earlier request of the same session, such as a blocking take. The result is that request's own: what it
     * got if it was complete already, else absent, and then it never takes effect.
     */
    public static byte[] cancelRequest(long number) {
        return PartitionCommand.CANCEL_REQUEST
                .of(0, PayloadWriter.varLongSize(number))
                .writeVarLong(number)
                .toBytes();
    }

    /**
     * What a primary logs in place of a client's write that adds data where there is no memory left for any: the request
     * ends with {@link ResponseStatus#FULL}. As it is logged, no copy of the same request can be applied later.
     */
    public static byte[] refuse(String reason) {
        byte[] text = Results.ofMessage(reason);
        return PartitionCommand.REFUSE.of(0, text.length).writeRaw(text).toBytes();
    }

    /** Drops all that the partition holds of a collection; the result is empty. */
    public static byte[] destroyCollection(long collectionId) {
        return PartitionCommand.DESTROY_COLLECTION.of(collectionId, 0).toBytes();
    }
}
