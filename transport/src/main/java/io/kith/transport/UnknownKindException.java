package io.kith.transport;

/** Thrown where a kind of message is read that this process does not know: of a later version, or corrupt. */
public final class UnknownKindException extends CorruptFrameException {
    private static final long serialVersionUID = 1L;

    private final boolean later;

    UnknownKindException(String message) {
        this(message, false);
    }

    UnknownKindException(String message, boolean later) {
        super(message);
        this.later = later;
    }

    /** Whether its sender is known to speak a later version of what could not be read. */
    boolean isLater() {
        return later;
    }
}
