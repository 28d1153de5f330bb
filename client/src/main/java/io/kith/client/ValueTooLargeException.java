package io.kith.client;

/** Thrown when a key, a value or a batch is larger than the client or the cluster takes. Nothing was changed. */
public final class ValueTooLargeException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public ValueTooLargeException(String message) {
        super(message);
    }
}
