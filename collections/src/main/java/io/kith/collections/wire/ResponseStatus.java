package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;

/** How a request ended. The codes are part of the wire format. */
public enum ResponseStatus {
    /** Done; the payload is the operation's result. */
    OK(0),
    /** This node does not serve the partition, or no longer: fetch the config and ask again. Never the user's error. */
    NOT_HERE(1),
    /**
     * Busy, activating, handing over, or no room for the answer: ask again after a short delay. A read and a write under the same
     * number may be asked again whatever was done.
     */
    RETRY(2),
    /** All replicas of the partition are gone. */
    UNAVAILABLE(3),
    /** The partition does not know the session under that opening: closed, expired or never opened. */
    SESSION_UNKNOWN(4),
    /** The request's number is below the lowest that its session still awaits; it was not applied now. */
    BELOW_FLOOR(5),
    /** The session has too many open requests in the partition: ask again when earlier ones were answered. */
    TOO_MANY_OPEN(6),
    /** A key, value or operation is longer than the cluster allows; the payload is a message. */
    TOO_LARGE(7),
    /** The operation cannot be understood; the payload is a message. */
    BAD_REQUEST(8),
    /** The collection is of another type; the payload is a message. */
    WRONG_TYPE(9),
    /** A node that holds the partition has no memory left for more data; not applied, the payload is a message. */
    FULL(10),
    /** The partition does not know the collection, or not under that opening: open it and ask again, under a new number. */
    COLLECTION_UNKNOWN(11),
    /** The collection was destroyed, before the request came or while it waited; it had no effect. */
    COLLECTION_DESTROYED(12),
    /** The node that was to do it failed at it, or at what came before it; not applied, the payload is a message. */
    FAILED(13);

    private static final ResponseStatus[] BY_CODE = values();

    private final int code;

    ResponseStatus(int code) {
        this.code = code;
    }

    /** The status's byte on the wire. */
    public int code() {
        return code;
    }

    /**
     * The status of a byte on the wire.
     *
     * @throws CorruptFrameException if there is no such status
     */
    public static ResponseStatus ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new CorruptFrameException("expected a response status, found " + code);
        }
        return BY_CODE[code];
    }
}
