package io.kith.transport;

/** What a connection is for. */
public enum ConnectionKind {
    /** Membership, config and agreement between nodes. */
    NODE_CONTROL(1),
    /** Replication between the loops of the same number of two nodes. */
    NODE_DATA(2),
    /** Requests of a client and their answers. */
    CLIENT(3);

    private final int wireCode;

    ConnectionKind(int wireCode) {
        this.wireCode = wireCode;
    }

    int wireCode() {
        return wireCode;
    }

    static ConnectionKind ofWireCode(int code) {
        for (ConnectionKind value : values()) {
            if (value.wireCode == code) {
                return value;
            }
        }
        throw new CorruptFrameException("unknown kind of connection " + code);
    }
}
