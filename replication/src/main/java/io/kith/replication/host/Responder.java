package io.kith.replication.host;

import io.kith.collections.wire.ResponseStatus;

/** Where the answer to one request goes; called once. */
public interface Responder {

    /** Answers the request. */
    void respond(ResponseStatus status, byte[] payload);

    /** Who asked: what one asks is done in turn with what others ask. */
    default Object asker() {
        return this;
    }

    /** Whether anybody still waits for the answer, as far as is known. */
    default boolean isAwaited() {
        return true;
    }
}
