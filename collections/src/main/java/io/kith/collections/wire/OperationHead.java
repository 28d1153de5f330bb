package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;

/** What precedes an operation's arguments; made once and used for one operation after the other. */
public final class OperationHead {
    private final PayloadReader in = new PayloadReader();
    private int kind;
    private int code;
    private long opening;
    private long incarnationHigh;
    private long incarnationLow;
    private int argumentsAt;

    /** A head of no operation yet. */
    public OperationHead() {}

    /**
     * Reads an operation's head.
     *
     * @throws CorruptFrameException if it has none
     */
    public OperationHead parse(byte[] operation) {
        Operations.requireCodes(operation);
        kind = Operations.kind(operation);
        code = Operations.code(operation);
        opening = 0;
        incarnationHigh = 0;
        incarnationLow = 0;
        argumentsAt = Operations.CODE_BYTES;
        if (kind != Operations.PARTITION) {
            in.reset(operation, argumentsAt);
            opening = in.readCount();
            if (opening == 0) {
                incarnationHigh = in.readFixedLong();
                incarnationLow = in.readFixedLong();
            }
            argumentsAt = in.position();
        }
        return this;
    }

    /** An operation on a collection that names it by an opening, whatever it names it by now. */
    public static byte[] byOpening(byte[] operation, long opening) {
        OperationHead head = new OperationHead().parse(operation);
        int arguments = operation.length - head.argumentsAt;
        return Operations.ofOpening(head.kind, head.code, opening, arguments)
                .writeRaw(operation, head.argumentsAt, arguments)
                .toBytes();
    }

    /** The code of the kind. */
    public int kind() {
        return kind;
    }

    /** The code of the operation. */
    public int code() {
        return code;
    }

    /** The opening that is named; 0: an incarnation is, or nothing. */
    public long opening() {
        return opening;
    }

    /** The upper half of the incarnation that is named. */
    public long incarnationHigh() {
        return incarnationHigh;
    }

    /** The lower half of the incarnation that is named. */
    public long incarnationLow() {
        return incarnationLow;
    }

    /** Where the arguments begin. */
    public int argumentsAt() {
        return argumentsAt;
    }
}
