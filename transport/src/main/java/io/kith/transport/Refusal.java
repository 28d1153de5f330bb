package io.kith.transport;

/** Why a connection was refused or ended by the other side. */
public enum Refusal {
    /** The first bytes are not those of this protocol. */
    NOT_KITH(1),
    /** The peer speaks another version of the protocol. */
    VERSION(2),
    /** The peer belongs to another cluster. */
    CLUSTER_NAME(3),
    /** Another node than the expected one listens here: the expected one is no longer where it was. */
    WRONG_NODE(4),
    /** There are too many connections already, or a frame is larger than what this process ever takes in at a time. */
    TOO_BUSY(5),
    /** A frame was malformed or did not go on, or the handshake did not come in time. */
    BAD_FRAME(6),
    /** The node does not want this peer, for a reason of its own. */
    NOT_ADMITTED(7);

    private final int wireCode;

    Refusal(int wireCode) {
        this.wireCode = wireCode;
    }

    /** Whether whoever is refused so will be again, however long he waits. */
    public boolean isFinal() {
        return switch (this) {
            case NOT_KITH, VERSION, CLUSTER_NAME -> true;
            case WRONG_NODE, TOO_BUSY, BAD_FRAME, NOT_ADMITTED -> false;
        };
    }

    int wireCode() {
        return wireCode;
    }

    /**
     * The refusal with a code on the wire.
     *
     * @throws CorruptFrameException if there is none
     */
    public static Refusal ofWireCode(int code) {
        for (Refusal value : values()) {
            if (value.wireCode == code) {
                return value;
            }
        }
        throw new CorruptFrameException("unknown refusal " + code);
    }
}
