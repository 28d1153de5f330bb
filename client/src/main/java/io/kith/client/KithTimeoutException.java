package io.kith.client;

/**
 * Thrown when an operation was not answered within its deadline. If its message says that the outcome is unknown, the
 * operation may or may not have been applied; once, if it was. It is not applied any more some time after this was
 * thrown: at the latest when a later operation on the same partition has been answered.
 */
public final class KithTimeoutException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public KithTimeoutException(String message) {
        super(message);
    }
}
