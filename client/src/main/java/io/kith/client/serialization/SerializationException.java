package io.kith.client.serialization;

import io.kith.transport.ForeignText;
import org.jspecify.annotations.Nullable;

/** Thrown when an object cannot be written as bytes, or bytes cannot be read as an object. */
public class SerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what could not be written or read, and what to do about it. */
    public SerializationException(String message) {
        super(ForeignText.bounded(message));
    }

    /** Says in {@code message} what could not be written or read, and in {@code cause} why. */
    public SerializationException(String message, @Nullable Throwable cause) {
        super(ForeignText.bounded(message), cause);
    }
}
