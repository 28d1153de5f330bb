package io.kith.client;

import org.jspecify.annotations.Nullable;

/** Thrown when the cluster did not do what was asked of it. Says in its message what happened, and what to do. */
public class KithException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public KithException(String message) {
        super(message);
    }

    /** Says in {@code message} what happened, and in {@code cause} why. */
    public KithException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
