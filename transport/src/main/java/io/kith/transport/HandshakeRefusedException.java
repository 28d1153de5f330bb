package io.kith.transport;

import java.io.IOException;

/** Thrown to whoever dialled a node that did not take the connection; the message says why. */
public final class HandshakeRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    HandshakeRefusedException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** The kind of reason. */
    public Refusal refusal() {
        return refusal;
    }
}
