package io.kith.replication.host;

import io.kith.collections.wire.ResponseStatus;

/** Where the answer to one request goes; called once. */
public interface Responder {

    /** Answers the request. */
    void respond(ResponseStatus status, byte[] payload);
}
