package io.kith.client;

/** Thrown when the name of a collection is opened as another type than it has. */
public final class CollectionTypeException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public CollectionTypeException(String message) {
        super(message);
    }
}
