package io.kith.collections;

/** Ends the execution of an operation that must not be done; thrown before anything is changed. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResponseStatus status;

    RefusedException(ResponseStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    ResponseStatus status() {
        return status;
    }

    /** The text for the client. */
    String text() {
        return String.valueOf(getMessage());
    }
}
