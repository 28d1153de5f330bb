package io.kith.client;

/** Thrown when the name of a collection is opened as another type than it has. */
public final class CollectionTypeException extends KithException {
    private static final long serialVersionUID = 1L;

    CollectionTypeException(String message) {
        super(message);
    }
}
