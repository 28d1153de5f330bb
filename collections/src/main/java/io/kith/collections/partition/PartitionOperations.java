package io.kith.collections.partition;

import io.kith.collections.kind.OperationSpec;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encodes the commands about a partition's sessions, and about which collections it has. */
public final class PartitionOperations {
    /** A collection's name is no longer than this, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 1024;

    private PartitionOperations() {}

    /** The operations themselves, for the table of all that there is. */
    public static List<OperationSpec> specs() {
        return PartitionCommand.specs();
    }

    // ---- sessions

    /**
     * Whether {@code operation} is the one of {@link #openSession}, which is no write of a session.
     *
     * @throws io.kith.transport.CorruptFrameException if it is too short to be an operation
     */
    public static boolean opensSession(byte[] operation) {
        Operations.requireCodes(operation);
        return PartitionCommand.of(operation) == PartitionCommand.OPEN_SESSION;
    }

    /** Opens the session that the log entry names; result: its opening, {@link Results#number}. */
    public static byte[] openSession() {
        return PartitionCommand.OPEN_SESSION.bytes(0).toBytes();
    }

    /** Ends the session that sends it; the result is empty. A retry finds the session unknown, which is as good. */
    public static byte[] closeSession() {
        return PartitionCommand.CLOSE_SESSION.bytes(0).toBytes();
    }

    /** Ends a session after long silence; proposed by primaries only. */
    public static byte[] expireSession(NodeId session, long opening) {
        return PartitionCommand.EXPIRE_SESSION
                .bytes(16 + PayloadWriter.varLongSize(opening))
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
                .bytes(PayloadWriter.varLongSize(number))
                .writeVarLong(number)
                .toBytes();
    }

    /**
     * What a primary logs in place of a client's write that adds data where there is no memory left for any: the request
     * ends with {@link ResponseStatus#FULL}. As it is logged, no copy of the same request can be applied later.
     */
    public static byte[] refuse(String reason) {
        byte[] text = Results.ofMessage(reason);
        return PartitionCommand.REFUSE.bytes(text.length).writeRaw(text).toBytes();
    }

    /**
     * Says that the entries from {@code sequence} up to this one are struck out: each is refused in place of being done, by
     * every replica. Logged by a new primary as the first entry of its term, where the one before failed at the first of
     * those: so nobody has done any of them.
     */
    public static byte[] strikeOut(long sequence) {
        return PartitionCommand.STRIKE_OUT
                .bytes(PayloadWriter.varLongSize(sequence))
                .writeVarLong(sequence)
                .toBytes();
    }

    /** The entry from which an operation strikes out; 0 if it is none that does. */
    public static long struckOutFrom(byte[] operation) {
        return PartitionCommand.of(operation) == PartitionCommand.STRIKE_OUT
                ? new PayloadReader().reset(operation, Operations.CODE_BYTES).readCount()
                : 0;
    }

    // ---- collections

    /**
     * Opens a collection in the partition, if it is not open there; result: its opening, {@link Results#number}, which
     * operations name from then on.
     *
     * @param options what the registry says; settings of the cluster come on top
     */
    public static byte[] openCollection(
            Incarnation incarnation, CollectionType type, String name, CollectionOptions options) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        PayloadWriter out = PartitionCommand.OPEN_COLLECTION
                .bytes(Incarnation.BYTES + 2 + PayloadWriter.sizeOf(text))
                .writeFixedLong(incarnation.high())
                .writeFixedLong(incarnation.low())
                .writeVarLong(type.code())
                .writeBytes(text);
        options.write(out);
        return out.toBytes();
    }

    /**
     * Ends a collection's life in the partition, whether it is open there or not: all it holds is dropped, what waits in
     * it ends, and whatever comes for it later is refused. The result is empty.
     */
    public static byte[] destroyCollection(Incarnation incarnation) {
        return PartitionCommand.DESTROY_COLLECTION
                .bytes(Incarnation.BYTES)
                .writeFixedLong(incarnation.high())
                .writeFixedLong(incarnation.low())
                .toBytes();
    }

    /** Gives an open collection other options; proposed by primaries only. */
    public static byte[] setOptions(long opening, CollectionOptions options) {
        PayloadWriter out = PartitionCommand.SET_OPTIONS
                .bytes(PayloadWriter.varLongSize(opening) + 1)
                .writeVarLong(opening);
        options.write(out);
        return out.toBytes();
    }

    /** Forgets what was destroyed up to the log entry {@code sequence}; proposed by primaries only. */
    public static byte[] forgetDestroyed(long sequence) {
        return PartitionCommand.FORGET_DESTROYED
                .bytes(PayloadWriter.varLongSize(sequence))
                .writeVarLong(sequence)
                .toBytes();
    }
}
