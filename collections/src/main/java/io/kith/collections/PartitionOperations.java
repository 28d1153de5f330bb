package io.kith.collections;

import io.kith.transport.NodeId;

/** Encodes the commands about a partition's sessions and whole collections. */
public final class PartitionOperations {
    private PartitionOperations() {}

    /** Opens the session that the log entry names; result: its opening, {@link Results#number}. */
    public static byte[] openSession() {
        return PayloadWriter.operation(Opcode.OPEN_SESSION, 0, 0).toBytes();
    }

    /** Ends the session that sends it; the result is empty. A retry finds the session unknown, which is as good. */
    public static byte[] closeSession() {
        return PayloadWriter.operation(Opcode.CLOSE_SESSION, 0, 0).toBytes();
    }

    /** Ends a session after long silence; proposed by primaries only. */
    public static byte[] expireSession(NodeId session, long opening) {
        return PayloadWriter.operation(Opcode.EXPIRE_SESSION, 0, 16 + PayloadWriter.varLongSize(opening))
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
        return PayloadWriter.operation(Opcode.CANCEL_REQUEST, 0, PayloadWriter.varLongSize(number))
                .writeVarLong(number)
                .toBytes();
    }

    /**
     * What a primary logs in place of a client's write that adds data where there is no memory left for any: the request
     * ends with {@link ResponseStatus#FULL}. As it is logged, no copy of the same request can be applied later.
     */
    public static byte[] refuse(String reason) {
        byte[] text = Results.ofMessage(reason);
        return PayloadWriter.operation(Opcode.REFUSE, 0, text.length)
                .writeRaw(text)
                .toBytes();
    }

    /** Drops all that the partition holds of a collection; the result is empty. */
    public static byte[] destroyCollection(long collectionId) {
        return PayloadWriter.operation(Opcode.DESTROY_COLLECTION, collectionId, 0)
                .toBytes();
    }
}
