package io.kith.collections.kind;

import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;

/** Told by a collection of requests that waited in it. */
public interface WaitingRequests {
    /** A request has ended now. */
    void end(RequestKey request, ResponseStatus status, byte[] payload);

    /** A request has its result now. */
    default void complete(RequestKey request, byte[] payload) {
        end(request, ResponseStatus.OK, payload);
    }

    /** What a request waited for will never be. */
    default void destroyed(RequestKey request) {
        end(request, ResponseStatus.COLLECTION_DESTROYED, Results.NO_BYTES);
    }
}
