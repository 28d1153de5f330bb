package io.kith.client;

/**
 * Thrown when a write may or may not have been applied (once, if it was) and nobody can tell any more: the partition has
 * forgotten the client's session, as after a long silence, while the answer was on its way.
 */
public final class OutcomeUnknownException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
