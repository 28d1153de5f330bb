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

    /** Names what was asked: who asks for the same again says an equal one. */
    default Object question() {
        return this;
    }

    /** Whether anybody still waits for the answer, as far as is known. */
    default boolean isAwaited() {
        return true;
    }

    /** There will be no answer, as nobody waits for it any more. */
    default void drop() {}
}
