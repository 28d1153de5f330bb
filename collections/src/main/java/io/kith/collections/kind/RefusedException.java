package io.kith.collections.kind;

import io.kith.collections.wire.ResponseStatus;

/** Ends the execution of an operation that must not be done; thrown before anything is changed. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResponseStatus status;

    public RefusedException(ResponseStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public ResponseStatus status() {
        return status;
    }

    /** The text for the client. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
