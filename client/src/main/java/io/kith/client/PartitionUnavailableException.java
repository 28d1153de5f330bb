package io.kith.client;

/** Thrown when all nodes that held the data are gone. Other data is not affected; an operator has to decide. */
public final class PartitionUnavailableException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public PartitionUnavailableException(String message) {
        super(message);
    }
}
