package io.kith.client;

/**
 * Thrown by every operation of a collection that was destroyed, here or by another program. Nothing was changed. Open the
 * collection again by its name; that is a new one then, and empty.
 */
public final class CollectionDestroyedException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} which. */
    public CollectionDestroyedException(String message) {
        super(message);
    }
}
