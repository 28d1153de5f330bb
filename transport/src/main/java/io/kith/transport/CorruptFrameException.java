package io.kith.transport;

/** Thrown when received bytes are not what the protocol allows: a broken peer, a stranger, or an attack. */
public class CorruptFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what was expected and what was found. */
    public CorruptFrameException(String message) {
        super(ForeignText.bounded(message));
    }

    /** Says in {@code message} what was expected and what was found, and what noticed it. */
    public CorruptFrameException(String message, Throwable cause) {
        super(ForeignText.bounded(message), cause);
    }
}
